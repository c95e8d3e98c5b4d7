#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Tieleman and Hinton 2012, Lecture 6.5.
    public class RMSProp : OptimizerHelper, optim.IMomentum
    {
        public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, alpha, eps, weight_decay, momentum, centered, maximize) { }

        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0.0, bool centered = false, bool maximize = false)
        {
            NotNegative(lr, "learning rate");
            NotNegative(momentum, "momentum value");
            NotNegative(alpha, "alpha value");
            NotNegative(eps, "eps value");
            NotNegative(weight_decay, "weight_decay value");
            _defaults = new Options { LearningRate = lr, maximize = maximize, momentum = momentum, alpha = alpha, eps = eps, weight_decay = weight_decay, centered = centered };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            bool centered = o.centered.Value, moving = o.momentum.Value > 0;
            var work = Work<State>(group, s => (s.square_avg.Handle,
                moving ? (s.momentum_buffer ??= OptimizerState.Filled(s._parameter, 0)).Handle : IntPtr.Zero,
                centered ? (s.grad_avg ??= OptimizerState.Filled(s._parameter, 0)).Handle : IntPtr.Zero));
            Native.Check(work.Run((p, n, squares, buffers, averages, t) => Native.tb_optim_rmsprop(p, n, squares, moving ? buffers : null,
                centered ? averages : null, t, o.LearningRate.Value, o.alpha.Value, o.eps.Value, o.weight_decay.Value, o.momentum.Value, o.maximize.Value.Int())));
        }, closure);

        public override void add_param_group(Modules.ParamGroup param_group) => Join(param_group, p => new State(p));

        public double Momentum
        {
            get => ((Options)_defaults).momentum.Value;
            set
            {
                foreach (var options in AllOptions<Options>()) options.momentum = value;
            }
        }

        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0, double momentum = 0.0, bool centered = false)
                : base(parameters, new Options { LearningRate = lr, eps = eps, alpha = alpha, weight_decay = weight_decay, momentum = momentum, centered = centered }) { }

            public double Momentum { get => Options.momentum.Value; set => Options.momentum = value; }
        }

        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? momentum;
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public bool? centered;
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            [Optional] public Tensor momentum_buffer;
            [Optional] public Tensor grad_avg;

            public State(Parameter parameter) : base(parameter) { }

            internal override ref long Step => ref step;

            public override void Initialize(OptimizerOptions options)
            {
                var o = (Options)options;
                base.Initialize(o);
                if (o.momentum.Value > 0) momentum_buffer = Filled(_parameter, 0);
                if (o.centered.Value) grad_avg = Filled(_parameter, 0);
            }

            public void Dispose() => Release();
        }
    }
}
