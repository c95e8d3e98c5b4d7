#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device device = null, ScalarType? dtype = null) =>
                new BatchNorm1d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);

            public static BatchNorm2d BatchNorm2d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device device = null, ScalarType? dtype = null) =>
                new BatchNorm2d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);

            public static InstanceNorm2d InstanceNorm2d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device device = null, ScalarType? dtype = null) =>
                new InstanceNorm2d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);
        }
    }

    /// The tensors and numbers of a batch or instance norm.
    internal sealed class NormState
    {
        readonly nn.Module _owner;
        readonly double _eps, _momentum;

        public NormState(nn.Module owner, long features, double eps, double momentum, bool affine, bool track)
        {
            (_owner, _eps, _momentum) = (owner, eps, momentum);
            if (affine) owner.Own("weight", LayerTools.Constant(1, features));
            if (affine) owner.Own("bias", LayerTools.Constant(0, features));
            if (track) owner.OwnBuffer("running_mean", LayerTools.Buffer(ScalarType.Float32, 0, features));
            if (track) owner.OwnBuffer("running_var", LayerTools.Buffer(ScalarType.Float32, 1, features));
            if (track) owner.OwnBuffer("num_batches_tracked", LayerTools.Buffer(ScalarType.Int64, 0));
            Refresh();
        }

        public Parameter Weight { get; private set; }
        public Parameter Bias { get; private set; }
        public Tensor Mean { get; private set; }
        public Tensor Variance { get; private set; }
        public Tensor Tracked { get; private set; }

        public void Refresh()
        {
            (Weight, Bias) = (_owner.Registered("weight"), _owner.Registered("bias"));
            (Mean, Variance, Tracked) = (_owner.RegisteredBuffer("running_mean"), _owner.RegisteredBuffer("running_var"), _owner.RegisteredBuffer("num_batches_tracked"));
        }

        public Tensor BatchNorm(Tensor x, (int Least, int Most) ranks, bool training)
        {
            CheckRank(x, ranks);
            var result = Native.tb_nn_batch_norm(x.Handle, Native.HandleOrNull(Mean), Native.HandleOrNull(Variance), Native.HandleOrNull(Weight),
                Native.HandleOrNull(Bias), Native.HandleOrNull(Tracked), training.Int(), _momentum, _eps);
            GC.KeepAlive(this);
            return Native.ToTensor(result, x);
        }

        public Tensor InstanceNorm(Tensor x, (int Least, int Most) ranks, bool training)
        {
            CheckRank(x, ranks);
            var result = Native.tb_nn_instance_norm(x.Handle, Native.HandleOrNull(Mean), Native.HandleOrNull(Variance), Native.HandleOrNull(Weight),
                Native.HandleOrNull(Bias), (training || Mean is null).Int(), _momentum, _eps);
            GC.KeepAlive(this);
            return Native.ToTensor(result, x);
        }

        void CheckRank(Tensor x, (int Least, int Most) ranks)
        {
            var rank = x.Rank();
            if (rank >= ranks.Least && rank <= ranks.Most) return;
            var expected = ranks.Least == ranks.Most ? $"{ranks.Least}D" : $"{ranks.Least}D or {ranks.Most}D";
            throw new ArgumentException($"Invalid number of dimensions for {_owner.GetType().Name} argument: {rank}; {expected} input is expected.");
        }

        public void Reset()
        {
            Fill(Mean, 0);
            Fill(Variance, 1);
            Fill(Tracked, 0);
        }

        static void Fill(Tensor t, double value)
        {
            if (t is null) return;
            Native.Check(Native.tb_nn_fill(t.Handle, 2, value, 0));
            GC.KeepAlive(t);
        }

        public static Tensor Share(Tensor t) => t is null ? null : Native.ToTensor(Native.tb_nn_share(t.Handle), t);
    }
}

namespace TorchSharp.Modules
{
    public sealed class BatchNorm1d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal BatchNorm1d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(BatchNorm1d))
        {
            SealComponents();
            _state = new(this, features, eps, momentum, affine, track);
        }

        internal override void Refresh() => _state.Refresh();

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor) => _state.BatchNorm(tensor, (2, 3), training);
    }

    public sealed class BatchNorm2d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal BatchNorm2d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(BatchNorm2d))
        {
            SealComponents();
            _state = new(this, features, eps, momentum, affine, track);
        }

        internal override void Refresh() => _state.Refresh();

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor) => _state.BatchNorm(tensor, (4, 4), training);
    }

    public sealed class InstanceNorm2d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal InstanceNorm2d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(InstanceNorm2d))
        {
            SealComponents();
            _state = new(this, features, eps, momentum, affine, track);
        }

        internal override void Refresh() => _state.Refresh();

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor) => _state.InstanceNorm(tensor, (4, 4), training);
    }
}
