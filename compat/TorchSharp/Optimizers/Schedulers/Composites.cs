#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);

            public static LRScheduler SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);

            public static partial class impl
            {
                /// Several schedulers, one after the other at every step.
                public class ChainedLR : LRScheduler
                {
                    readonly LRScheduler[] _schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers)
                    {
                        _schedulers = [.. schedulers];
                        if (_schedulers.Length == 0) throw new ArgumentException("At least one scheduler is needed.");
                        if (_schedulers.Any(s => s._optimizer != _schedulers[0]._optimizer)) throw new ArgumentException("All schedulers must belong to the same optimizer.");
                        _optimizer = _schedulers[0]._optimizer;
                        _last_lr = _schedulers[^1]._last_lr;
                    }

                    public override void step()
                    {
                        foreach (var scheduler in _schedulers) scheduler.step();
                        _last_lr = [.. Current];
                    }
                }

                /// Several schedulers, each from its milestone to the next.
                public class SequentialLR : LRScheduler
                {
                    readonly LRScheduler[] _schedulers;
                    readonly int[] _milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                    {
                        (_optimizer, _schedulers, _milestones) = (optimizer, [.. schedulers], [.. milestones]);
                        if (_schedulers.Any(s => s._optimizer != optimizer)) throw new ArgumentException("All schedulers must belong to the given optimizer.");
                        if (_milestones.Length != _schedulers.Length - 1)
                            throw new ArgumentException($"{_schedulers.Length} schedulers need {_schedulers.Length - 1} milestones, but {_milestones.Length} were given.");
                        // What the schedulers did when they were made is undone; the first starts now.
                        foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers) scheduler._last_epoch--;
                        _last_epoch = last_epoch + 1;
                        _schedulers[0].step();
                        _last_lr = _schedulers[0]._last_lr;
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var index = _milestones.Count(m => m <= _last_epoch);
                        if (index > 0 && _milestones[index - 1] == _last_epoch) _schedulers[index].step((int?)0);
                        else _schedulers[index].step();
                        return [.. Current];
                    }
                }
            }
        }
    }
}
