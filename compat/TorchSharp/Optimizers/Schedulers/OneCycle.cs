#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum,
                    div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static LRScheduler OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, double div_factor = 25, double final_div_factor = 1e4,
                bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum,
                    div_factor, final_div_factor, three_phase, last_epoch, verbose);

            static double[] EachGroup(IEnumerable<double> values, double otherwise, int groups)
            {
                var list = values?.ToArray() ?? [otherwise];
                if (list.Length == 1) list = [.. Enumerable.Repeat(list[0], groups)];
                if (list.Length != groups) throw new ArgumentException($"{groups} values are expected, one a group, but {list.Length} were given.");
                return list;
            }

            static void CheckMomentum(Optimizer optimizer)
            {
                if (optimizer.ParamGroups.Any(g => g is not (IMomentum or IBetas)))
                    throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
            }

            static void SetMomentum(ILearningRateController group, double value)
            {
                if (group is IMomentum m) m.Momentum = value;
                else if (group is IBetas b) b.Betas = (value, b.Betas.Item2);
            }

            public static partial class impl
            {
                /// Smith and Topin 2017, arXiv:1708.07120.
                public class OneCycleLR : LRScheduler
                {
                    public enum AnnealStrategy { Cos = 0, Linear = 1 }

                    // From one rate and momentum to others, up to the step `End`; the numbers select one of the four tables.
                    readonly record struct Phase(double End, double[] FromRate, double[] ToRate, double[] FromMomentum, double[] ToMomentum);

                    readonly int _total;
                    readonly bool _cosine, _moveMomentum;
                    readonly Phase[] _phases;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95,
                        double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, [max_lr], total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, [base_momentum], [max_momentum],
                            div_factor, final_div_factor, three_phase, last_epoch, verbose) { }

                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, double div_factor = 25, double final_div_factor = 1e4,
                        bool three_phase = false, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        if (total_steps == -1 && (epochs <= 0 || steps_per_epoch <= 0))
                            throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        if (total_steps != -1 && total_steps <= 0) throw new ArgumentException($"Expected positive integer total_steps, but got {total_steps}");
                        if (pct_start is < 0 or > 1) throw new ArgumentException($"Expected float between 0 and 1 for pct_start, but got {pct_start}");
                        if (cycle_momentum) CheckMomentum(optimizer);
                        _total = total_steps == -1 ? epochs * steps_per_epoch : total_steps;
                        (_cosine, _moveMomentum) = (anneal_strategy == AnnealStrategy.Cos, cycle_momentum);

                        var groups = optimizer.ParamGroups.ToArray();
                        var top = EachGroup(max_lr, 0, groups.Length);
                        double[] start = [.. top.Select(lr => lr / div_factor)], end = [.. start.Select(lr => lr / final_div_factor)];
                        double[] low = EachGroup(base_momentum, 0.85, groups.Length), high = EachGroup(max_momentum, 0.95, groups.Length);
                        var turn = pct_start * _total - 1;
                        _phases = three_phase
                            ? [new(turn, start, top, high, low), new(2 * pct_start * _total - 2, top, start, low, high), new(_total - 1, start, end, high, high)]
                            : [new(turn, start, top, high, low), new(_total - 1, top, end, low, high)];
                        if (last_epoch == -1)
                            for (var i = 0; i < groups.Length; i++)
                            {
                                groups[i].InitialLearningRate = start[i];
                                if (cycle_momentum) SetMomentum(groups[i], high[i]);
                            }
                        _base_lrs = [.. groups.Select(g => g.InitialLearningRate)];
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _total)
                            throw new InvalidOperationException($"Tried to step {_last_epoch} times. The specified number of total steps is {_total}.");
                        var rates = new double[_base_lrs.Count];
                        var from = 0.0;
                        // Past the last step of the last phase the rate is 0.
                        foreach (var phase in _phases)
                        {
                            if (_last_epoch <= phase.End)
                            {
                                var part = (_last_epoch - from) / (phase.End - from);
                                for (var i = 0; i < rates.Length; i++) rates[i] = Anneal(phase.FromRate[i], phase.ToRate[i], part);
                                Momentum(i => Anneal(phase.FromMomentum[i], phase.ToMomentum[i], part));
                                return rates;
                            }
                            from = phase.End;
                        }
                        Momentum(_ => 0);
                        return rates;
                    }

                    void Momentum(Func<int, double> value)
                    {
                        if (!_moveMomentum) return;
                        foreach (var (i, group) in _optimizer.ParamGroups.Index()) SetMomentum(group, value(i));
                    }

                    double Anneal(double from, double to, double part) =>
                        _cosine ? to + (from - to) / 2 * (1 + Math.Cos(Math.PI * part)) : (to - from) * part + from;
                }
            }
        }
    }
}
