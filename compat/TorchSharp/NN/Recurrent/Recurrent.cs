#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static RNN RNN(long inputSize, long hiddenSize, long numLayers = 1, NonLinearities nonLinearity = NonLinearities.Tanh, bool bias = true,
                bool batchFirst = false, double dropout = 0, bool bidirectional = false, Device device = null, ScalarType? dtype = null) =>
                new RNN(inputSize, hiddenSize, numLayers, nonLinearity, bias, batchFirst, dropout, bidirectional).Placed(device, dtype);

            public static LSTM LSTM(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
                bool bidirectional = false, Device device = null, ScalarType? dtype = null) =>
                new LSTM(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional).Placed(device, dtype);

            public static GRU GRU(long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
                bool bidirectional = false, Device device = null, ScalarType? dtype = null) =>
                new GRU(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional).Placed(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class RNN : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        readonly RecurrentCore _core;

        internal RNN(long inputs, long hidden, long layers, nn.NonLinearities nonLinearity, bool bias, bool batchFirst, double dropout, bool bidirectional)
            : base(nameof(RNN))
        {
            SealComponents();
            _core = new(this, nonLinearity.Kind(), inputs, hidden, layers, bias, batchFirst, dropout, bidirectional);
        }

        internal override void Refresh() => _core.Refresh();

        public override (Tensor, Tensor) forward(Tensor input, Tensor h0)
        {
            var (output, h, _) = _core.Run(input, null, h0, null);
            return (output, h);
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor h0 = null) => base.call(input, h0);

        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor h0 = null)
        {
            var (output, h, _) = _core.Run(input, h0, null);
            return (output, h);
        }

        /// The weights are always one after the other; there is nothing to rearrange.
        public void flatten_parameters() { }

        public Parameter get_weight_ih(long idx) => _core.Weight(idx, 0);
        public Parameter get_weight_hh(long idx) => _core.Weight(idx, 1);
        public Parameter get_bias_ih(long idx) => _core.Weight(idx, 2);
        public Parameter get_bias_hh(long idx) => _core.Weight(idx, 3);
    }

    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        readonly RecurrentCore _core;

        internal LSTM(long inputs, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional) : base(nameof(LSTM))
        {
            SealComponents();
            _core = new(this, RecurrentKind.Lstm, inputs, hidden, layers, bias, batchFirst, dropout, bidirectional);
        }

        internal override void Refresh() => _core.Refresh();

        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null) =>
            _core.Run(input, null, h0_c0?.Item1, h0_c0?.Item2);

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        public (nn.utils.rnn.PackedSequence, Tensor, Tensor) call(nn.utils.rnn.PackedSequence input, (Tensor, Tensor)? h0_c0 = null) =>
            _core.Run(input, h0_c0?.Item1, h0_c0?.Item2);

        /// The weights are always one after the other; there is nothing to rearrange.
        public void flatten_parameters() { }
    }

    public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        readonly RecurrentCore _core;

        internal GRU(long inputs, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional) : base(nameof(GRU))
        {
            SealComponents();
            _core = new(this, RecurrentKind.Gru, inputs, hidden, layers, bias, batchFirst, dropout, bidirectional);
        }

        internal override void Refresh() => _core.Refresh();

        public override (Tensor, Tensor) forward(Tensor input, Tensor h0 = null)
        {
            var (output, h, _) = _core.Run(input, null, h0, null);
            return (output, h);
        }

        public new (Tensor, Tensor) call(Tensor input, Tensor h0 = null) => base.call(input, h0);

        public (nn.utils.rnn.PackedSequence, Tensor) call(nn.utils.rnn.PackedSequence input, Tensor h0 = null)
        {
            var (output, h, _) = _core.Run(input, h0, null);
            return (output, h);
        }

        /// The weights are always one after the other; there is nothing to rearrange.
        public void flatten_parameters() { }
    }
}
