import { Controller, Module, type DynamicModule } from '@nestjs/common';
import { TOPICS, type RecordBatch } from '@app/kafka';
import { BatchesOf, Ctx, KafkaBatchContext, Payload } from '@app/transport';
import { ClicksLoop } from './clicks/clicks.loop.js';
import { IntakeLoop } from './intake/intake.loop.js';

/** Which loop takes which topic. Handlers only enqueue. */
@Controller()
class TopicsConsumer {
  constructor(
    private readonly intake: IntakeLoop,
    private readonly clicks: ClicksLoop,
  ) {}

  @BatchesOf(TOPICS.events)
  takeEvents(@Payload() batch: RecordBatch, @Ctx() context: KafkaBatchContext): void {
    this.intake.push(batch, context.partition);
  }

  @BatchesOf(TOPICS.clicks)
  takeClicks(@Payload() batch: RecordBatch, @Ctx() context: KafkaBatchContext): void {
    this.clicks.push(batch, context.partition);
  }
}

@Module({})
export class FanoutModule {
  static of(intake: IntakeLoop, clicks: ClicksLoop): DynamicModule {
    return {
      module: FanoutModule,
      controllers: [TopicsConsumer],
      providers: [
        { provide: IntakeLoop, useValue: intake },
        { provide: ClicksLoop, useValue: clicks },
      ],
    };
  }
}
