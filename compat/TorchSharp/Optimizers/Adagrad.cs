#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adagrad Adagrad(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Adagrad Adagrad(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters.Select(p => p.parameter), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

            public static Adagrad Adagrad(IEnumerable<Adagrad.ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
                new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Duchi, Hazan, Singer 2011, JMLR 12.
    public class Adagrad : OptimizerHelper
    {
        public Adagrad(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps) { }

        public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (lr_decay < 0) throw new ArgumentException($"Invalid lr_decay value: {lr_decay}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            if (initial_accumulator_value < 0) throw new ArgumentException($"Invalid initial_accumulator_value value: {initial_accumulator_value}");
            if (eps < 0) throw new ArgumentException($"Invalid eps value: {eps}");
            _defaults = new Options { LearningRate = lr, lr_decay = lr_decay, initial_accumulator_value = initial_accumulator_value, eps = eps, weight_decay = weight_decay };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            var w = Work<State>(group);
            for (var i = 0; i < w.Count; i++)
            {
                var s = w.States[i];
                w.A[i] = s.sum.Handle;
                w.Steps[i] = s.step;
            }
            int status;
            fixed (IntPtr* p = w.Parameters, a = w.A)
            fixed (long* t = w.Steps)
                status = Native.tb_optim_adagrad(p, w.Count, a, t, o.LearningRate.Value, o.lr_decay.Value, o.weight_decay.Value, o.eps.Value);
            for (var i = 0; i < w.Count; i++) w.States[i].step = w.Steps[i];
            Native.Check(status);
        }, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            param_group.Options ??= new Options();
            var o = (Options)param_group.Options;
            o.LearningRate ??= defaults.LearningRate;
            o.lr_decay ??= defaults.lr_decay;
            o.initial_accumulator_value ??= defaults.initial_accumulator_value;
            o.eps ??= defaults.eps;
            o.weight_decay ??= defaults.weight_decay;
            Join(param_group, p => new State(p));
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
                : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps }) { }
        }

        public class Options : OptimizerOptions
        {
            public double? lr_decay;
            public double? initial_accumulator_value;
            public double? eps;
            public double? weight_decay;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                lr_decay = from.lr_decay;
                initial_accumulator_value = from.initial_accumulator_value;
                eps = from.eps;
                weight_decay = from.weight_decay;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                lr_decay = reader.ReadDouble();
                initial_accumulator_value = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(lr_decay.Value);
                writer.Write(initial_accumulator_value.Value);
                writer.Write(eps.Value);
                writer.Write(weight_decay.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor sum;

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                var o = (Options)options;
                step = 0;
                Forget(ref sum);
                sum = Filled(_parameter, o.initial_accumulator_value.Value);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                step = from.step;
                CopyFrom(ref sum, from.sum);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                sum.Load(reader);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                sum.Save(writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && step == s.step && Close(sum, s.sum);

            public override void to(Device device)
            {
                Move(ref sum, device);
            }

            public void Dispose()
            {
                Forget(ref sum);
            }
        }
    }
}
