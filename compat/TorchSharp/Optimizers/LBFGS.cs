#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static LBFGS LBFGS(IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null,
                double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters, lr, max_iter, max_eval ?? 5 * max_iter / 4, tolerange_grad, tolerance_change, history_size);

            /// Here the number of evaluations has no default: without it the call fails.
            public static LBFGS LBFGS(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null,
                double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters.Select(p => p.parameter), lr, max_iter, max_eval.Value, tolerange_grad, tolerance_change, history_size);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Limited-memory BFGS without a line search: Nocedal 1980, Math. Comp. 35.
    public class LBFGS : optim.Optimizer, optim.ILearningRateController
    {
        protected double _rate;
        readonly Parameter[] _all;
        readonly long _iterations, _evaluations;
        readonly double _gradientTolerance, _changeTolerance;
        readonly int _history;

        // Curvature pairs, oldest first; the rest of what is remembered between steps.
        readonly List<(Tensor Change, Tensor Step, double Inverse)> _pairs = [];
        Tensor _direction, _lastGradient;
        double _scale = 1, _length, _lastLoss;
        long _count;

        internal LBFGS(IEnumerable<Parameter> parameters, double lr, long iterations, long evaluations, double gradientTolerance, double changeTolerance, long history)
            : base(IntPtr.Zero)
        {
            (_rate, InitialLearningRate, _iterations, _evaluations) = (lr, lr, iterations, evaluations);
            (_gradientTolerance, _changeTolerance, _history) = (gradientTolerance, changeTolerance, (int)history);
            _all = [.. parameters];
            var options = new OptimizerOptions { LearningRate = lr, InitialLearningRate = lr };
            _parameter_groups.Add(new ParamGroup { Parameters = _all, Options = options });
        }

        public double LearningRate { get => _rate; set => _rate = value; }
        public double InitialLearningRate { get; set; }

        /// Their rates are read from here and nowhere else: the rate of the optimizer itself is the one that counts.
        public override IEnumerable<optim.ILearningRateController> ParamGroups => _parameter_groups;

        /// The closure computes the loss anew at every inner iteration; the first loss is returned.
        public override Tensor step(Func<Tensor> closure)
        {
            ArgumentNullException.ThrowIfNull(closure);
            var first = Evaluate(closure);
            var loss = first.ToDouble();
            var evaluations = 1L;
            var gradient = Gather();
            var converged = Largest(gradient) <= _gradientTolerance;
            for (long iteration = 1; !converged && iteration <= _iterations; iteration++)
            {
                var slope = Direct(gradient);
                _lastLoss = loss;
                if (slope > -_changeTolerance) break;
                Move();
                if (iteration < _iterations)
                {
                    var next = Evaluate(closure);
                    loss = next.ToDouble();
                    next.Dispose();
                    gradient.Dispose();
                    gradient = Gather();
                    converged = Largest(gradient) <= _gradientTolerance;
                    evaluations++;
                }
                if (evaluations >= _evaluations || Largest(_direction) * Math.Abs(_length) <= _changeTolerance
                    || Math.Abs(loss - _lastLoss) < _changeTolerance) break;
            }
            gradient.Dispose();
            return first;
        }

        static Tensor Evaluate(Func<Tensor> closure)
        {
            using (enable_grad()) return closure();
        }

        /// Chooses the direction and the step length; returns the slope of the loss along it.
        double Direct(Tensor gradient)
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            Tensor direction;
            if (_count++ == 0)
            {
                direction = gradient.neg();
                _length = Math.Min(1, 1 / gradient.abs().sum().ToDouble()) * _rate;
            }
            else
            {
                Remember(gradient);
                direction = TwoLoops(gradient);
                _length = _rate;
            }
            _lastGradient?.Dispose();
            _lastGradient = gradient.clone().DetachFromDisposeScope();
            _direction?.Dispose();
            _direction = direction.DetachFromDisposeScope();
            return gradient.dot(direction).ToDouble();
        }

        void Remember(Tensor gradient)
        {
            var change = gradient.sub(_lastGradient);
            var step = _direction.mul(_length);
            var curvature = change.dot(step).ToDouble();
            if (curvature <= 1e-10) return;
            if (_pairs.Count == _history) Forget(0);
            _scale = curvature / change.dot(change).ToDouble();
            _pairs.Add((change.DetachFromDisposeScope(), step.DetachFromDisposeScope(), 1 / curvature));
        }

        void Forget(int index)
        {
            _pairs[index].Change.Dispose();
            _pairs[index].Step.Dispose();
            _pairs.RemoveAt(index);
        }

        // Minus the inverse Hessian approximation times the gradient.
        Tensor TwoLoops(Tensor gradient)
        {
            var weights = new double[_pairs.Count];
            var q = gradient.neg();
            for (var i = _pairs.Count - 1; i >= 0; i--)
            {
                weights[i] = _pairs[i].Step.dot(q).ToDouble() * _pairs[i].Inverse;
                q.add_(_pairs[i].Change, -weights[i]);
            }
            q.mul_(_scale);
            for (var i = 0; i < _pairs.Count; i++)
                q.add_(_pairs[i].Step, weights[i] - _pairs[i].Change.dot(q).ToDouble() * _pairs[i].Inverse);
            return q;
        }

        void Move()
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            long offset = 0;
            foreach (var p in _all)
            {
                var n = p.numel();
                p.add_(_direction.narrow(0, offset, n).view(p.shape), _length);
                offset += n;
            }
        }

        Tensor Gather()
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            return cat([.. _all.Select(p => p.grad is { } g ? g.reshape(-1).clone() : zeros(p.numel(), dtype: p.dtype, device: p.device))], 0)
                .DetachFromDisposeScope();
        }

        static double Largest(Tensor t)
        {
            using var scope = NewDisposeScope();
            return t.abs().max().ToDouble();
        }

        internal override void DisposeState()
        {
            while (_pairs.Count > 0) Forget(0);
            _direction?.Dispose();
            _lastGradient?.Dispose();
        }
    }
}
