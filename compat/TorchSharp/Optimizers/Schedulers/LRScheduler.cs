#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// Moves the learning rates of an optimizer's groups, once a call of `step`.
            public abstract class LRScheduler
            {
                protected int _step_count;
                internal Optimizer _optimizer;
                internal int _last_epoch = -1;
                internal bool _verbose;
                internal List<double> _base_lrs = [];
                internal IEnumerable<double> _last_lr = [];

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    (_optimizer, _last_epoch, _verbose) = (optimizer, last_epoch, verbose);
                    _base_lrs = [.. optimizer.ParamGroups.Select(g => g.InitialLearningRate)];
                    _last_lr = [.. optimizer.ParamGroups.Select(g => g.LearningRate)];
                }

                public virtual void step()
                {
                    _step_count++;
                    _last_epoch++;
                    Set(get_lr());
                }

                /// Goes to an epoch directly.
                public virtual void step(int? epoch)
                {
                    if (epoch is not { } e)
                    {
                        step();
                        return;
                    }
                    _step_count++;
                    _last_epoch = e;
                    Set(get_closed_form_lr());
                }

                /// The metric matters to ReduceLROnPlateau only.
                public virtual void step(double current, int? epoch = null) => step(epoch);

                internal void Set(IEnumerable<double> rates)
                {
                    _last_lr = [.. rates];
                    foreach (var (i, (group, rate)) in _optimizer.ParamGroups.Zip(_last_lr).Index())
                    {
                        group.LearningRate = rate;
                        Report(i, rate);
                    }
                }

                internal void Report(int group, double rate)
                {
                    if (_verbose) Console.WriteLine($"Adjusting learning rate of group {group} to {rate:E4}.");
                }

                internal IEnumerable<double> Current => _optimizer.ParamGroups.Select(g => g.LearningRate);

                public IEnumerable<double> get_last_lr() => _last_lr;

                /// The rates of the epoch the scheduler is at, from those of the epoch before.
                protected virtual IEnumerable<double> get_lr() => Current;

                /// The same from the epoch alone, where a formula exists.
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }
        }
    }
}
