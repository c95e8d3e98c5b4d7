#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adadelta Adadelta(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(IEnumerable<Adadelta.ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Zeiler 2012, arXiv:1212.5701.
    public class Adadelta : OptimizerHelper
    {
        public Adadelta(IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, rho, eps, weight_decay, maximize) { }

        public Adadelta(IEnumerable<ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (rho < 0 || rho > 1) throw new ArgumentException($"Invalid rho value: {rho}");
            if (eps < 0) throw new ArgumentException($"Invalid eps value: {eps}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            _defaults = new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            var w = Work<State>(group);
            for (var i = 0; i < w.Count; i++)
            {
                var s = w.States[i];
                w.A[i] = s.square_avg.Handle;
                w.B[i] = s.acc_delta.Handle;
                w.Steps[i] = s.step;
            }
            int status;
            fixed (IntPtr* p = w.Parameters, a = w.A, b = w.B)
            fixed (long* t = w.Steps)
                status = Native.tb_optim_adadelta(p, w.Count, a, b, t, o.LearningRate.Value, o.rho.Value, o.eps.Value, o.weight_decay.Value, o.maximize.Value.Int());
            for (var i = 0; i < w.Count; i++) w.States[i].step = w.Steps[i];
            Native.Check(status);
        }, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            param_group.Options ??= new Options();
            var o = (Options)param_group.Options;
            o.LearningRate ??= defaults.LearningRate;
            o.rho ??= defaults.rho;
            o.eps ??= defaults.eps;
            o.weight_decay ??= defaults.weight_decay;
            o.maximize ??= defaults.maximize;
            Join(param_group, p => new State(p));
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }) { }
        }

        public class Options : OptimizerOptions
        {
            public double? rho;
            public double? eps;
            public double? weight_decay;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                rho = from.rho;
                eps = from.eps;
                weight_decay = from.weight_decay;
                maximize = from.maximize;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                rho = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(rho.Value);
                writer.Write(eps.Value);
                writer.Write(weight_decay.Value);
                writer.Write(maximize.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor acc_delta;

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                step = 0;
                Forget(ref square_avg);
                Forget(ref acc_delta);
                square_avg = Filled(_parameter, 0);
                acc_delta = Filled(_parameter, 0);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                step = from.step;
                CopyFrom(ref square_avg, from.square_avg);
                CopyFrom(ref acc_delta, from.acc_delta);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                square_avg.Load(reader);
                acc_delta.Load(reader);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                square_avg.Save(writer);
                acc_delta.Save(writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && step == s.step && Close(square_avg, s.square_avg) && Close(acc_delta, s.acc_delta);

            public override void to(Device device)
            {
                Move(ref square_avg, device);
                Move(ref acc_delta, device);
            }

            public void Dispose()
            {
                Forget(ref square_avg);
                Forget(ref acc_delta);
            }
        }
    }
}
