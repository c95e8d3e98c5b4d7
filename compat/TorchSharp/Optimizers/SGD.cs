#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Sutskever, Martens, Dahl, Hinton 2013, "On the importance of initialization and momentum in deep learning".
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize) { }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            NotNegative(lr, "learning rate");
            NotNegative(momentum, "momentum value");
            NotNegative(dampening, "dampening value");
            NotNegative(weight_decay, "weight_decay value");
            if (nesterov && (momentum <= 0 || dampening != 0)) throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening");
            _defaults = new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            var work = Work<State>(group, s => (Native.HandleOrNull(s.momentum_buffer), IntPtr.Zero, IntPtr.Zero));
            var status = work.Run((p, n, buffers, _, _, _) => Native.tb_optim_sgd(p, n, buffers, o.LearningRate.Value, o.momentum.Value, o.dampening.Value,
                o.weight_decay.Value, o.nesterov.Value.Int(), o.maximize.Value.Int()));
            // The first step with momentum makes the buffers.
            for (var i = 0; i < work.States.Length; i++)
                if (work.States[i].momentum_buffer is null && work.A[i] != IntPtr.Zero)
                    work.States[i].momentum_buffer = Native.ToTensor(work.A[i]).DetachFromDisposeScope();
            Native.Check(status);
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

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize }) { }

            public double Momentum { get => Options.momentum.Value; set => Options.momentum = value; }
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;
        }

        public sealed class State : OptimizerState, IDisposable
        {
            [Optional] public Tensor momentum_buffer;

            public State(Parameter parameter) : base(parameter) { }

            public void Dispose() => Release();
        }
    }
}
