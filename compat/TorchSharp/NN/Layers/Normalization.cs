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

            public static InstanceNorm1d InstanceNorm1d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device device = null, ScalarType? dtype = null) =>
                new InstanceNorm1d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);

            public static BatchNorm2d BatchNorm2d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device device = null, ScalarType? dtype = null) =>
                new BatchNorm2d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);

            public static InstanceNorm2d InstanceNorm2d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device device = null, ScalarType? dtype = null) =>
                new InstanceNorm2d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);

            public static BatchNorm3d BatchNorm3d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device device = null, ScalarType? dtype = null) =>
                new BatchNorm3d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);

            public static InstanceNorm3d InstanceNorm3d(long features, double eps = 1e-05, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device device = null, ScalarType? dtype = null) =>
                new InstanceNorm3d(features, eps, momentum, affine, track_running_stats).Placed(device, dtype);
        }
    }

    /// The tensors and numbers of a batch or instance norm.
    internal sealed class NormState(double eps, double momentum)
    {
        public Parameter Weight, Bias;
        public Tensor Mean, Variance, Tracked;

        public void Set(Parameter weight, Parameter bias, Tensor mean, Tensor variance, Tensor tracked) =>
            (Weight, Bias, Mean, Variance, Tracked) = (weight, bias, mean, variance, tracked);

        public Tensor BatchNorm(Tensor x, bool training)
        {
            var result = Native.tb_nn_batch_norm(x.Handle, Native.HandleOrNull(Mean), Native.HandleOrNull(Variance), Native.HandleOrNull(Weight),
                Native.HandleOrNull(Bias), Native.HandleOrNull(Tracked), training.Int(), momentum, eps);
            GC.KeepAlive(this);
            return Native.ToTensor(result, x);
        }

        public Tensor InstanceNorm(Tensor x, bool training)
        {
            var result = Native.tb_nn_instance_norm(x.Handle, Native.HandleOrNull(Mean), Native.HandleOrNull(Variance), Native.HandleOrNull(Weight),
                Native.HandleOrNull(Bias), (training || Mean is null).Int(), momentum, eps);
            GC.KeepAlive(this);
            return Native.ToTensor(result, x);
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

        internal static Tensor Share(Tensor t) => t is null ? null : Native.ToTensor(Native.tb_nn_share(t.Handle), t);
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
            _state = new(eps, momentum);
            if (affine) Own(nameof(weight), LayerTools.Constant(1, features));
            if (affine) Own(nameof(bias), LayerTools.Constant(0, features));
            if (track) OwnBuffer(nameof(running_mean), LayerTools.Buffer(ScalarType.Float32, 0, features));
            if (track) OwnBuffer(nameof(running_var), LayerTools.Buffer(ScalarType.Float32, 1, features));
            if (track) OwnBuffer(nameof(num_batches_tracked), LayerTools.Buffer(ScalarType.Int64, 0));
            Refresh();
        }

        internal override void Refresh() => _state.Set(Registered(nameof(weight)), Registered(nameof(bias)), RegisteredBuffer(nameof(running_mean)),
            RegisteredBuffer(nameof(running_var)), RegisteredBuffer(nameof(num_batches_tracked)));

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor)
        {
            var rank = tensor.Rank();
            if (rank < 2 || rank > 3) throw new ArgumentException($"Invalid number of dimensions for BatchNorm1d argument: {rank}; 2D or 3D input is expected.");
            return _state.BatchNorm(tensor, training);
        }
    }

    public sealed class InstanceNorm1d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal InstanceNorm1d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(InstanceNorm1d))
        {
            SealComponents();
            _state = new(eps, momentum);
            if (affine) Own(nameof(weight), LayerTools.Constant(1, features));
            if (affine) Own(nameof(bias), LayerTools.Constant(0, features));
            if (track) OwnBuffer(nameof(running_mean), LayerTools.Buffer(ScalarType.Float32, 0, features));
            if (track) OwnBuffer(nameof(running_var), LayerTools.Buffer(ScalarType.Float32, 1, features));
            if (track) OwnBuffer(nameof(num_batches_tracked), LayerTools.Buffer(ScalarType.Int64, 0));
            Refresh();
        }

        internal override void Refresh() => _state.Set(Registered(nameof(weight)), Registered(nameof(bias)), RegisteredBuffer(nameof(running_mean)),
            RegisteredBuffer(nameof(running_var)), RegisteredBuffer(nameof(num_batches_tracked)));

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor)
        {
            var rank = tensor.Rank();
            if (rank < 2 || rank > 3) throw new ArgumentException($"Invalid number of dimensions for InstanceNorm1d argument: {rank}; 2D or 3D input is expected.");
            return _state.InstanceNorm(tensor, training);
        }
    }

    public sealed class BatchNorm2d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal BatchNorm2d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(BatchNorm2d))
        {
            SealComponents();
            _state = new(eps, momentum);
            if (affine) Own(nameof(weight), LayerTools.Constant(1, features));
            if (affine) Own(nameof(bias), LayerTools.Constant(0, features));
            if (track) OwnBuffer(nameof(running_mean), LayerTools.Buffer(ScalarType.Float32, 0, features));
            if (track) OwnBuffer(nameof(running_var), LayerTools.Buffer(ScalarType.Float32, 1, features));
            if (track) OwnBuffer(nameof(num_batches_tracked), LayerTools.Buffer(ScalarType.Int64, 0));
            Refresh();
        }

        internal override void Refresh() => _state.Set(Registered(nameof(weight)), Registered(nameof(bias)), RegisteredBuffer(nameof(running_mean)),
            RegisteredBuffer(nameof(running_var)), RegisteredBuffer(nameof(num_batches_tracked)));

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor)
        {
            var rank = tensor.Rank();
            if (rank != 4) throw new ArgumentException($"Invalid number of dimensions for BatchNorm2d argument: {rank}; 4D input is expected.");
            return _state.BatchNorm(tensor, training);
        }
    }

    public sealed class InstanceNorm2d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal InstanceNorm2d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(InstanceNorm2d))
        {
            SealComponents();
            _state = new(eps, momentum);
            if (affine) Own(nameof(weight), LayerTools.Constant(1, features));
            if (affine) Own(nameof(bias), LayerTools.Constant(0, features));
            if (track) OwnBuffer(nameof(running_mean), LayerTools.Buffer(ScalarType.Float32, 0, features));
            if (track) OwnBuffer(nameof(running_var), LayerTools.Buffer(ScalarType.Float32, 1, features));
            if (track) OwnBuffer(nameof(num_batches_tracked), LayerTools.Buffer(ScalarType.Int64, 0));
            Refresh();
        }

        internal override void Refresh() => _state.Set(Registered(nameof(weight)), Registered(nameof(bias)), RegisteredBuffer(nameof(running_mean)),
            RegisteredBuffer(nameof(running_var)), RegisteredBuffer(nameof(num_batches_tracked)));

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor)
        {
            var rank = tensor.Rank();
            if (rank != 4) throw new ArgumentException($"Invalid number of dimensions for InstanceNorm2d argument: {rank}; 4D input is expected.");
            return _state.InstanceNorm(tensor, training);
        }
    }

    public sealed class BatchNorm3d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal BatchNorm3d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(BatchNorm3d))
        {
            SealComponents();
            _state = new(eps, momentum);
            if (affine) Own(nameof(weight), LayerTools.Constant(1, features));
            if (affine) Own(nameof(bias), LayerTools.Constant(0, features));
            if (track) OwnBuffer(nameof(running_mean), LayerTools.Buffer(ScalarType.Float32, 0, features));
            if (track) OwnBuffer(nameof(running_var), LayerTools.Buffer(ScalarType.Float32, 1, features));
            if (track) OwnBuffer(nameof(num_batches_tracked), LayerTools.Buffer(ScalarType.Int64, 0));
            Refresh();
        }

        internal override void Refresh() => _state.Set(Registered(nameof(weight)), Registered(nameof(bias)), RegisteredBuffer(nameof(running_mean)),
            RegisteredBuffer(nameof(running_var)), RegisteredBuffer(nameof(num_batches_tracked)));

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor)
        {
            var rank = tensor.Rank();
            if (rank != 5) throw new ArgumentException($"Invalid number of dimensions for BatchNorm3d argument: {rank}; 5D input is expected.");
            return _state.BatchNorm(tensor, training);
        }
    }

    public sealed class InstanceNorm3d : nn.Module<Tensor, Tensor>
    {
        readonly NormState _state;

        internal InstanceNorm3d(long features, double eps, double momentum, bool affine, bool track) : base(nameof(InstanceNorm3d))
        {
            SealComponents();
            _state = new(eps, momentum);
            if (affine) Own(nameof(weight), LayerTools.Constant(1, features));
            if (affine) Own(nameof(bias), LayerTools.Constant(0, features));
            if (track) OwnBuffer(nameof(running_mean), LayerTools.Buffer(ScalarType.Float32, 0, features));
            if (track) OwnBuffer(nameof(running_var), LayerTools.Buffer(ScalarType.Float32, 1, features));
            if (track) OwnBuffer(nameof(num_batches_tracked), LayerTools.Buffer(ScalarType.Int64, 0));
            Refresh();
        }

        internal override void Refresh() => _state.Set(Registered(nameof(weight)), Registered(nameof(bias)), RegisteredBuffer(nameof(running_mean)),
            RegisteredBuffer(nameof(running_var)), RegisteredBuffer(nameof(num_batches_tracked)));

        public Parameter weight { get => _state.Weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _state.Bias?.Share(); set => Replace(nameof(bias), value); }
        public Tensor running_mean { get => NormState.Share(_state.Mean); set => ReplaceBuffer(nameof(running_mean), value); }
        public Tensor running_var { get => NormState.Share(_state.Variance); set => ReplaceBuffer(nameof(running_var), value); }
        public Tensor num_batches_tracked => NormState.Share(_state.Tracked);

        public void reset_running_stats() => _state.Reset();

        public override Tensor forward(Tensor tensor)
        {
            var rank = tensor.Rank();
            if (rank != 5) throw new ArgumentException($"Invalid number of dimensions for InstanceNorm3d argument: {rank}; 5D input is expected.");
            return _state.InstanceNorm(tensor, training);
        }
    }
}
