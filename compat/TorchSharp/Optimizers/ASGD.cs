#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static ASGD ASGD(IEnumerable<Parameter> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);

            public static ASGD ASGD(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, lambd, alpha, t0, weight_decay, maximize);

            public static ASGD ASGD(IEnumerable<ParamGroup<ASGD.Options>> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Polyak and Juditsky 1992.
    public class ASGD : OptimizerHelper
    {
        public ASGD(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, lambd, alpha, t0, weight_decay, maximize) { }

        public ASGD(IEnumerable<ParamGroup<Options>> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
        {
            if (lr < 0) throw new ArgumentException($"Invalid learning rate: {lr}");
            if (weight_decay < 0) throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");
            _defaults = new Options { LearningRate = lr, maximize = maximize, lambd = lambd, alpha = alpha, weight_decay = weight_decay, t0 = t0 };
            foreach (var group in parameters) add_param_group(group);
        }

        public override unsafe Tensor step(Func<Tensor> closure = null) => _step<ParamGroup<Options>>(group =>
        {
            var o = group.Options;
            var etas = new double[group.Snapshot.Length];
            var mus = new double[etas.Length];
            var w = Work<State>(group);
            for (var i = 0; i < w.Count; i++)
            {
                var s = w.States[i];
                w.A[i] = s.ax.Handle;
                etas[i] = s.eta;
                mus[i] = s.mu;
                w.Steps[i] = s.step;
            }
            int status;
            fixed (IntPtr* p = w.Parameters, a = w.A)
            fixed (long* t = w.Steps)
            fixed (double* e = etas, m = mus)
                status = Native.tb_optim_asgd(p, w.Count, a, t, e, m, o.LearningRate.Value, o.lambd.Value, o.alpha.Value, o.t0.Value, o.weight_decay.Value,
                    o.maximize.Value.Int());
            for (var i = 0; i < w.Count; i++) w.States[i].step = w.Steps[i];
            for (var i = 0; i < w.Count; i++) (w.States[i].eta, w.States[i].mu) = (etas[i], mus[i]);
            Native.Check(status);
        }, closure);

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var defaults = (Options)_defaults;
            param_group.Options ??= new Options();
            var o = (Options)param_group.Options;
            o.LearningRate ??= defaults.LearningRate;
            o.maximize ??= defaults.maximize;
            o.lambd ??= defaults.lambd;
            o.alpha ??= defaults.alpha;
            o.weight_decay ??= defaults.weight_decay;
            o.t0 ??= defaults.t0;
            Join(param_group, p => new State(p));
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0)
                : base(parameters, new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay }) { }
        }

        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? lambd;
            public double? alpha;
            public double? weight_decay;
            public double? t0;

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var from = (Options)source;
                maximize = from.maximize;
                lambd = from.lambd;
                alpha = from.alpha;
                weight_decay = from.weight_decay;
                t0 = from.t0;
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                maximize = reader.ReadBoolean();
                lambd = reader.ReadDouble();
                alpha = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                t0 = reader.ReadDouble();
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(maximize.Value);
                writer.Write(lambd.Value);
                writer.Write(alpha.Value);
                writer.Write(weight_decay.Value);
                writer.Write(t0.Value);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public double eta;
            public double mu;
            public Tensor ax;

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                var o = (Options)options;
                step = 0;
                Forget(ref ax);
                eta = o.LearningRate.Value;
                mu = 1;
                ax = Filled(_parameter, 0);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var from = (State)source;
                step = from.step;
                eta = from.eta;
                mu = from.mu;
                CopyFrom(ref ax, from.ax);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                eta = reader.ReadDouble();
                mu = reader.ReadDouble();
                ax.Load(reader);
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                writer.Write(eta);
                writer.Write(mu);
                ax.Save(writer);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State s && step == s.step && eta == s.eta && mu == s.mu && Close(ax, s.ax);

            public override void to(Device device)
            {
                Move(ref ax, device);
            }

            public void Dispose()
            {
                Forget(ref ax);
            }
        }
    }
}
