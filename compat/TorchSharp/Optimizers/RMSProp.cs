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
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (momentum < 0) throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (alpha < 0) throw new ArgumentException($"Invalid alpha value: {alpha}");
            if (eps < 0) throw new ArgumentException($"Invalid eps value: {eps}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            _defaults = new Options { LearningRate = lr, maximize = maximize, momentum = momentum, alpha = alpha, eps = eps, weight_decay = weight_decay, centered = centered };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            bool centered = o.centered.Value, moving = o.momentum.Value > 0;
            var w = Work<State>(group);
            for (var i = 0; i < w.Count; i++)
            {
                var s = w.States[i];
                w.A[i] = s.square_avg.Handle;
                if (moving) w.B[i] = (s.momentum_buffer ??= OptimizerState.Filled(s._parameter, 0)).Handle;
                if (centered) w.C[i] = (s.grad_avg ??= OptimizerState.Filled(s._parameter, 0)).Handle;
                w.Steps[i] = s.step;
            }
            int status;
            fixed (IntPtr* p = w.Parameters, a = w.A, b = w.B, c = w.C)
            fixed (long* t = w.Steps)
                status = Native.tb_optim_rmsprop(p, w.Count, a, moving ? b : null, centered ? c : null, t, o.LearningRate.Value, o.alpha.Value, o.eps.Value,
                    o.weight_decay.Value, o.momentum.Value, o.maximize.Value.Int());
            for (var i = 0; i < w.Count; i++) w.States[i].step = w.Steps[i];
            Native.Check(status);
        }, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            param_group.Options ??= new Options();
            var o = (Options)param_group.Options;
            o.LearningRate ??= defaults.LearningRate;
            o.maximize ??= defaults.maximize;
            o.momentum ??= defaults.momentum;
            o.alpha ??= defaults.alpha;
            o.eps ??= defaults.eps;
            o.weight_decay ??= defaults.weight_decay;
            o.centered ??= defaults.centered;
            Join(param_group, p => new State(p));
        }

        public double Momentum
        {
            get => ((Options)_defaults).momentum.Value;
            set
            {
                ((Options)_defaults).momentum = value;
                foreach (var group in _parameter_groups) ((Options)group.Options).momentum = value;
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

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                maximize = from.maximize;
                momentum = from.momentum;
                alpha = from.alpha;
                eps = from.eps;
                weight_decay = from.weight_decay;
                centered = from.centered;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                maximize = reader.ReadBoolean();
                momentum = reader.ReadDouble();
                alpha = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                centered = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(maximize.Value);
                writer.Write(momentum.Value);
                writer.Write(alpha.Value);
                writer.Write(eps.Value);
                writer.Write(weight_decay.Value);
                writer.Write(centered.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor momentum_buffer;
            public Tensor grad_avg;

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                var o = (Options)options;
                step = 0;
                Forget(ref square_avg);
                Forget(ref momentum_buffer);
                Forget(ref grad_avg);
                square_avg = Filled(_parameter, 0);
                if (o.momentum.Value > 0) momentum_buffer = Filled(_parameter, 0);
                if (o.centered.Value) grad_avg = Filled(_parameter, 0);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                step = from.step;
                CopyFrom(ref square_avg, from.square_avg);
                CopyFrom(ref momentum_buffer, from.momentum_buffer);
                CopyFrom(ref grad_avg, from.grad_avg);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                square_avg.Load(reader);
                LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);
                LoadConditionalStateTensor(reader, ref grad_avg, _parameter.device);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                square_avg.Save(writer);
                SaveConditionalStateTensor(writer, momentum_buffer);
                SaveConditionalStateTensor(writer, grad_avg);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && step == s.step && Close(square_avg, s.square_avg) && Close(momentum_buffer, s.momentum_buffer) && Close(grad_avg, s.grad_avg);

            public override void to(Device device)
            {
                Move(ref square_avg, device);
                Move(ref momentum_buffer, device);
                Move(ref grad_avg, device);
            }

            public void Dispose()
            {
                Forget(ref square_avg);
                Forget(ref momentum_buffer);
                Forget(ref grad_avg);
            }
        }
    }
}
