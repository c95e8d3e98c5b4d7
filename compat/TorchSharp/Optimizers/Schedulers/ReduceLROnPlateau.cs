#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);

            public static partial class impl
            {
                /// Lowers the rates when a metric has not improved for more than `patience` calls.
                public class ReduceLROnPlateau : LRScheduler
                {
                    readonly bool _smaller, _relative;
                    readonly double _factor, _threshold, _eps;
                    readonly int _patience, _rest;
                    readonly double[] _floors;
                    double _best;
                    int _bad, _resting;

                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, 0, verbose)
                    {
                        if (factor >= 1) throw new ArgumentException("Factor should be < 1.0");
                        if (mode is not ("min" or "max")) throw new ArgumentException($"mode {mode} is unknown!");
                        if (threshold_mode is not ("rel" or "abs")) throw new ArgumentException($"threshold mode {threshold_mode} is unknown!");
                        var groups = optimizer.ParamGroups.Count();
                        if (min_lr is not null && min_lr.Count != 1 && min_lr.Count != groups)
                            throw new ArgumentException($"expected {groups} min_lrs, got {min_lr.Count}");
                        _floors = min_lr is null ? new double[groups] : min_lr.Count == 1 ? [.. Enumerable.Repeat(min_lr[0], groups)] : [.. min_lr];
                        (_smaller, _relative, _factor, _threshold, _eps, _patience, _rest) =
                            (mode == "min", threshold_mode == "rel", factor, threshold, eps, patience, cooldown);
                        _best = _smaller ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() => throw new InvalidOperationException("step() is not available: a metric is needed.");
                    public override void step(int? epoch) => throw new InvalidOperationException("step(epoch) is not available: a metric is needed.");

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (Better(current)) (_best, _bad) = (current, 0);
                        else _bad++;
                        if (_resting > 0)
                        {
                            _resting--;
                            _bad = 0;
                        }
                        if (_bad <= _patience) return;
                        Reduce();
                        (_resting, _bad) = (_rest, 0);
                    }

                    bool Better(double current)
                    {
                        var margin = _relative ? _smaller ? _best * (1 - _threshold) : _best * (1 + _threshold)
                            : _smaller ? _best - _threshold : _best + _threshold;
                        return _smaller ? current < margin : current > margin;
                    }

                    void Reduce()
                    {
                        foreach (var (i, group) in _optimizer.ParamGroups.Index())
                        {
                            var rate = Math.Max(group.LearningRate * _factor, _floors[i]);
                            if (group.LearningRate - rate <= _eps) continue;
                            group.LearningRate = rate;
                            Report(i, rate);
                        }
                    }
                }
            }
        }
    }
}
