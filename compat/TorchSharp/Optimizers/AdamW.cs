#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(IEnumerable<AdamW.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Loshchilov and Hutter 2017, arXiv:1711.05101.
    public class AdamW : OptimizerHelper, optim.IBetas
    {
        public AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize) { }

        public AdamW(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            NotNegative(lr, "learning rate");
            if (beta1 < 0 || beta1 >= 1) throw new ArgumentException($"Invalid beta1 value: {beta1}");
            if (beta2 < 0 || beta2 >= 1) throw new ArgumentException($"Invalid beta2 value: {beta2}");
            NotNegative(eps, "eps value");
            NotNegative(weight_decay, "weight_decay value");
            _defaults = new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            var amsgrad = o.amsgrad.Value;
            var work = Work<State>(group, s => (s.exp_avg.Handle, s.exp_avg_sq.Handle, amsgrad ? s.max_exp_avg_sq.Handle : IntPtr.Zero));
            Native.Check(work.Run((p, n, first, second, top, t) => Native.tb_optim_adam(p, n, first, second, amsgrad ? top : null, t, o.LearningRate.Value,
                o.beta1.Value, o.beta2.Value, o.eps.Value, o.weight_decay.Value, 1, o.maximize.Value.Int())));
        }, closure);

        public override void add_param_group(Modules.ParamGroup param_group) => Join(param_group, p => new State(p));

        public (double, double) Betas
        {
            get => (((Options)_defaults).beta1.Value, ((Options)_defaults).beta2.Value);
            set
            {
                foreach (var options in AllOptions<Options>()) (options.beta1, options.beta2) = value;
            }
        }

        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize }) { }

            public (double, double) Betas { get => (Options.beta1.Value, Options.beta2.Value); set => (Options.beta1, Options.beta2) = value; }
        }

        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;
            public bool? amsgrad;
            public bool? maximize;
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;
            [Optional] public Tensor max_exp_avg_sq;

            public State(Parameter parameter) : base(parameter) { }

            internal override ref long Step => ref step;

            public override void Initialize(OptimizerOptions options)
            {
                base.Initialize(options);
                if (((Options)options).amsgrad.Value) max_exp_avg_sq = Filled(_parameter, 0);
            }

            public void Dispose() => Release();
        }
    }
}
