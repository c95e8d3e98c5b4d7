#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Rprop Rprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Rprop Rprop(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Rprop Rprop(IEnumerable<Rprop.ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Riedmiller and Braun 1993.
    public class Rprop : OptimizerHelper
    {
        public Rprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, etaminus, etaplus, min_step, max_step, maximize) { }

        public Rprop(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (min_step < 0) throw new ArgumentException($"Invalid min_step value: {min_step}");
            if (max_step < 0) throw new ArgumentException($"Invalid max_step value: {max_step}");
            if (etaminus <= 0 || etaminus >= 1 || etaplus <= 1) throw new ArgumentException($"Invalid eta values: {etaminus}, {etaplus}");
            _defaults = new Options { LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(group =>
        {
            var o = group.Options;
            var w = Work<State>(group);
            for (var i = 0; i < w.Count; i++)
            {
                var s = w.States[i];
                w.A[i] = s.prev.Handle;
                w.B[i] = s.step_size.Handle;
                w.Steps[i] = s.step;
            }
            int status;
            fixed (IntPtr* p = w.Parameters, a = w.A, b = w.B)
            fixed (long* t = w.Steps)
                status = Native.tb_optim_rprop(p, w.Count, a, b, t, o.LearningRate.Value, o.etaminus.Value, o.etaplus.Value, o.min_step.Value, o.max_step.Value,
                    o.maximize.Value.Int());
            for (var i = 0; i < w.Count; i++) w.States[i].step = w.Steps[i];
            Native.Check(status);
        }, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            param_group.Options ??= new Options();
            var o = (Options)param_group.Options;
            o.LearningRate ??= defaults.LearningRate;
            o.etaminus ??= defaults.etaminus;
            o.etaplus ??= defaults.etaplus;
            o.min_step ??= defaults.min_step;
            o.max_step ??= defaults.max_step;
            o.maximize ??= defaults.maximize;
            Join(param_group, p => new State(p));
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
                : base(parameters, new Options { LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize }) { }
        }

        public class Options : OptimizerOptions
        {
            public double? etaminus;
            public double? etaplus;
            public double? min_step;
            public double? max_step;
            public bool? maximize;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                etaminus = from.etaminus;
                etaplus = from.etaplus;
                min_step = from.min_step;
                max_step = from.max_step;
                maximize = from.maximize;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                etaminus = reader.ReadDouble();
                etaplus = reader.ReadDouble();
                min_step = reader.ReadDouble();
                max_step = reader.ReadDouble();
                maximize = reader.ReadBoolean();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(etaminus.Value);
                writer.Write(etaplus.Value);
                writer.Write(min_step.Value);
                writer.Write(max_step.Value);
                writer.Write(maximize.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor prev;
            public Tensor step_size;

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                var o = (Options)options;
                step = 0;
                Forget(ref prev);
                Forget(ref step_size);
                prev = Filled(_parameter, 0);
                step_size = Filled(_parameter, o.LearningRate.Value);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                step = from.step;
                CopyFrom(ref prev, from.prev);
                CopyFrom(ref step_size, from.step_size);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                prev.Load(reader);
                step_size.Load(reader);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                prev.Save(writer);
                step_size.Save(writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && step == s.step && Close(prev, s.prev) && Close(step_size, s.step_size);

            public override void to(Device device)
            {
                Move(ref prev, device);
                Move(ref step_size, device);
            }

            public void Dispose()
            {
                Forget(ref prev);
                Forget(ref step_size);
            }
        }
    }
}
