#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static RNNCell RNNCell(long inputSize, long hiddenSize, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new RNNCell(inputSize, hiddenSize, nonLinearity, bias).Placed(device, dtype);
            public static GRUCell GRUCell(long inputSize, long hiddenSize, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new GRUCell(inputSize, hiddenSize, bias).Placed(device, dtype);
            public static LSTMCell LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new LSTMCell(inputSize, hiddenSize, bias).Placed(device, dtype);
        }
    }

    /// The weights of a recurrent cell, and one step of it.
    internal sealed unsafe class CellWeights
    {
        readonly nn.Module _owner;
        readonly RecurrentKind _kind;

        public CellWeights(nn.Module owner, RecurrentKind kind, long inputs, long hidden, bool bias)
        {
            (_owner, _kind) = (owner, kind);
            var rows = kind.Gates() * hidden;
            var bound = 1 / Math.Sqrt(hidden);
            owner.Own("weight_ih", LayerTools.Uniform(bound, rows, inputs));
            owner.Own("weight_hh", LayerTools.Uniform(bound, rows, hidden));
            if (bias) owner.Own("bias_ih", LayerTools.Uniform(bound, rows));
            if (bias) owner.Own("bias_hh", LayerTools.Uniform(bound, rows));
            Refresh();
        }

        public Parameter Input { get; private set; }
        public Parameter Hidden { get; private set; }
        public Parameter InputBias { get; private set; }
        public Parameter HiddenBias { get; private set; }

        public void Refresh() => (Input, Hidden, InputBias, HiddenBias) =
            (_owner.Registered("weight_ih"), _owner.Registered("weight_hh"), _owner.Registered("bias_ih"), _owner.Registered("bias_hh"));

        public Tensor[] Step(Tensor x, Tensor h0, Tensor c0)
        {
            var outputs = stackalloc IntPtr[2];
            outputs[1] = IntPtr.Zero;
            Native.Check(Native.tb_nn_rnn_cell((int)_kind, x.Handle, Native.HandleOrNull(h0), Native.HandleOrNull(c0), Input.Handle, Hidden.Handle,
                Native.HandleOrNull(InputBias), Native.HandleOrNull(HiddenBias), outputs));
            GC.KeepAlive((x, h0, c0, this));
            return outputs[1] == IntPtr.Zero ? [Native.ToTensor(outputs[0])] : [Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1])];
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
    {
        readonly CellWeights _weights;

        internal RNNCell(long inputs, long hidden, nn.NonLinearities nonLinearity, bool bias) : base(nameof(RNNCell))
        {
            SealComponents();
            _weights = new(this, nonLinearity.Kind(), inputs, hidden, bias);
        }

        internal override void Refresh() => _weights.Refresh();

        public Parameter weight_ih { get => _weights.Input.Share(); set => Replace(nameof(weight_ih), value); }
        public Parameter weight_hh { get => _weights.Hidden.Share(); set => Replace(nameof(weight_hh), value); }
        public Parameter bias_ih { get => _weights.InputBias?.Share(); set => Replace(nameof(bias_ih), value); }
        public Parameter bias_hh { get => _weights.HiddenBias?.Share(); set => Replace(nameof(bias_hh), value); }

        public override Tensor forward(Tensor input, Tensor h0 = null) => _weights.Step(input, h0, null)[0];
    }

    public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
    {
        readonly CellWeights _weights;

        internal GRUCell(long inputs, long hidden, bool bias) : base(nameof(GRUCell))
        {
            SealComponents();
            _weights = new(this, RecurrentKind.Gru, inputs, hidden, bias);
        }

        internal override void Refresh() => _weights.Refresh();

        public Parameter weight_ih { get => _weights.Input.Share(); set => Replace(nameof(weight_ih), value); }
        public Parameter weight_hh { get => _weights.Hidden.Share(); set => Replace(nameof(weight_hh), value); }
        public Parameter bias_ih { get => _weights.InputBias?.Share(); set => Replace(nameof(bias_ih), value); }
        public Parameter bias_hh { get => _weights.HiddenBias?.Share(); set => Replace(nameof(bias_hh), value); }

        public override Tensor forward(Tensor input, Tensor h0 = null) => _weights.Step(input, h0, null)[0];
    }

    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        readonly CellWeights _weights;

        internal LSTMCell(long inputs, long hidden, bool bias) : base(nameof(LSTMCell))
        {
            SealComponents();
            _weights = new(this, RecurrentKind.Lstm, inputs, hidden, bias);
        }

        internal override void Refresh() => _weights.Refresh();

        public Parameter weight_ih { get => _weights.Input.Share(); set => Replace(nameof(weight_ih), value); }
        public Parameter weight_hh { get => _weights.Hidden.Share(); set => Replace(nameof(weight_hh), value); }
        public Parameter bias_ih { get => _weights.InputBias?.Share(); set => Replace(nameof(bias_ih), value); }
        public Parameter bias_hh { get => _weights.HiddenBias?.Share(); set => Replace(nameof(bias_hh), value); }

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            var states = _weights.Step(input, h0_c0?.Item1, h0_c0?.Item2);
            return (states[0], states[1]);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
    }
}
