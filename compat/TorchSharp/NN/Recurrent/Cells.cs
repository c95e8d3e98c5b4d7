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
}

namespace TorchSharp.Modules
{
    public sealed class RNNCell : nn.Module<Tensor, Tensor, Tensor>
    {
        readonly RecurrentKind _kind;
        Parameter _weightInput, _weightHidden, _biasInput, _biasHidden;

        internal RNNCell(long inputs, long hidden, nn.NonLinearities nonLinearity, bool bias) : base(nameof(RNNCell))
        {
            SealComponents();
            _kind = nonLinearity == nn.NonLinearities.ReLU ? RecurrentKind.Relu : RecurrentKind.Tanh;
            var bound = 1 / Math.Sqrt(hidden);
            Own(nameof(weight_ih), LayerTools.Uniform(bound, hidden, inputs));
            Own(nameof(weight_hh), LayerTools.Uniform(bound, hidden, hidden));
            if (bias) Own(nameof(bias_ih), LayerTools.Uniform(bound, hidden));
            if (bias) Own(nameof(bias_hh), LayerTools.Uniform(bound, hidden));
            Refresh();
        }

        internal override void Refresh() => (_weightInput, _weightHidden, _biasInput, _biasHidden) =
            (Registered(nameof(weight_ih)), Registered(nameof(weight_hh)), Registered(nameof(bias_ih)), Registered(nameof(bias_hh)));

        public Parameter weight_ih { get => _weightInput.Share(); set => Replace(nameof(weight_ih), value); }
        public Parameter weight_hh { get => _weightHidden.Share(); set => Replace(nameof(weight_hh), value); }
        public Parameter bias_ih { get => _biasInput?.Share(); set => Replace(nameof(bias_ih), value); }
        public Parameter bias_hh { get => _biasHidden?.Share(); set => Replace(nameof(bias_hh), value); }

        public override Tensor forward(Tensor input, Tensor h0 = null) =>
            RecurrentCore.Cell(_kind, input, h0, null, _weightInput, _weightHidden, _biasInput, _biasHidden)[0];
    }

    public sealed class GRUCell : nn.Module<Tensor, Tensor, Tensor>
    {
        Parameter _weightInput, _weightHidden, _biasInput, _biasHidden;

        internal GRUCell(long inputs, long hidden, bool bias) : base(nameof(GRUCell))
        {
            SealComponents();
            var bound = 1 / Math.Sqrt(hidden);
            Own(nameof(weight_ih), LayerTools.Uniform(bound, 3 * hidden, inputs));
            Own(nameof(weight_hh), LayerTools.Uniform(bound, 3 * hidden, hidden));
            if (bias) Own(nameof(bias_ih), LayerTools.Uniform(bound, 3 * hidden));
            if (bias) Own(nameof(bias_hh), LayerTools.Uniform(bound, 3 * hidden));
            Refresh();
        }

        internal override void Refresh() => (_weightInput, _weightHidden, _biasInput, _biasHidden) =
            (Registered(nameof(weight_ih)), Registered(nameof(weight_hh)), Registered(nameof(bias_ih)), Registered(nameof(bias_hh)));

        public Parameter weight_ih { get => _weightInput.Share(); set => Replace(nameof(weight_ih), value); }
        public Parameter weight_hh { get => _weightHidden.Share(); set => Replace(nameof(weight_hh), value); }
        public Parameter bias_ih { get => _biasInput?.Share(); set => Replace(nameof(bias_ih), value); }
        public Parameter bias_hh { get => _biasHidden?.Share(); set => Replace(nameof(bias_hh), value); }

        public override Tensor forward(Tensor input, Tensor h0 = null) =>
            RecurrentCore.Cell(RecurrentKind.Gru, input, h0, null, _weightInput, _weightHidden, _biasInput, _biasHidden)[0];
    }

    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        Parameter _weightInput, _weightHidden, _biasInput, _biasHidden;

        internal LSTMCell(long inputs, long hidden, bool bias) : base(nameof(LSTMCell))
        {
            SealComponents();
            var bound = 1 / Math.Sqrt(hidden);
            Own(nameof(weight_ih), LayerTools.Uniform(bound, 4 * hidden, inputs));
            Own(nameof(weight_hh), LayerTools.Uniform(bound, 4 * hidden, hidden));
            if (bias) Own(nameof(bias_ih), LayerTools.Uniform(bound, 4 * hidden));
            if (bias) Own(nameof(bias_hh), LayerTools.Uniform(bound, 4 * hidden));
            Refresh();
        }

        internal override void Refresh() => (_weightInput, _weightHidden, _biasInput, _biasHidden) =
            (Registered(nameof(weight_ih)), Registered(nameof(weight_hh)), Registered(nameof(bias_ih)), Registered(nameof(bias_hh)));

        public Parameter weight_ih { get => _weightInput.Share(); set => Replace(nameof(weight_ih), value); }
        public Parameter weight_hh { get => _weightHidden.Share(); set => Replace(nameof(weight_hh), value); }
        public Parameter bias_ih { get => _biasInput?.Share(); set => Replace(nameof(bias_ih), value); }
        public Parameter bias_hh { get => _biasHidden?.Share(); set => Replace(nameof(bias_hh), value); }

        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            var states = RecurrentCore.Cell(RecurrentKind.Lstm, input, h0_c0?.Item1, h0_c0?.Item2, _weightInput, _weightHidden, _biasInput, _biasHidden);
            return (states[0], states[1]);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);
    }
}
