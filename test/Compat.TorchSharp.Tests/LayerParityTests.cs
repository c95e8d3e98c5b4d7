using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Modules = TorchSharp.Modules;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class LayerParityTests
{
    /// A module and how its recorded inputs go in and its results come out.
    sealed record Layer(Module Module, Func<Tensor[], Tensor[]> Run);

    static Layer One(Module<Tensor, Tensor> m) => new(m, x => [m.call(x[0])]);
    static Layer Two(Module<Tensor, Tensor, Tensor> m) => new(m, x => [m.call(x[0], x[1])]);

    static Layer Recurrent(Modules.RNN m) => new(m, x => Pair(x.Length > 1 ? m.call(x[0], x[1]) : m.call(x[0])));
    static Layer Recurrent(Modules.GRU m) => new(m, x => Pair(x.Length > 1 ? m.call(x[0], x[1]) : m.call(x[0])));
    static Layer Recurrent(Modules.LSTM m) => new(m, x => Triple(x.Length > 1 ? m.call(x[0], (x[1], x[2])) : m.call(x[0])));

    static Layer Attention(Modules.MultiheadAttention m) => new(m, x =>
    {
        var (output, weights) = m.call(x[0], x[1], x[2]);
        return [output, weights];
    });

    static Tensor[] Pair((Tensor, Tensor) t) => [t.Item1, t.Item2];
    static Tensor[] Triple((Tensor, Tensor, Tensor) t) => [t.Item1, t.Item2, t.Item3];

    static readonly Dictionary<string, Func<Layer>> s_layers = new()
    {
        ["Linear"] = () => One(Linear(4, 3)),
        ["Linear without bias"] = () => One(Linear(4, 3, hasBias: false)),
        ["Identity"] = () => One(Identity()),
        ["ReLU"] = () => One(ReLU()), ["ReLU6"] = () => One(ReLU6()), ["LeakyReLU"] = () => One(LeakyReLU(0.2)), ["ELU"] = () => One(ELU(1.3)),
        ["CELU"] = () => One(CELU(0.7)), ["SELU"] = () => One(SELU()), ["GELU"] = () => One(GELU()), ["Sigmoid"] = () => One(Sigmoid()),
        ["Tanh"] = () => One(Tanh()), ["SiLU"] = () => One(SiLU()), ["Mish"] = () => One(Mish()), ["Softplus"] = () => One(Softplus(2.0, 1.0)),
        ["Hardtanh"] = () => One(Hardtanh(-0.5, 0.7)), ["Softmax"] = () => One(Softmax(1)), ["LogSoftmax"] = () => One(LogSoftmax(1)), ["PReLU"] = () => One(PReLU(4)),
        ["Conv1d"] = () => One(Conv1d(3, 4, 3, 2, 1)),
        ["Conv1d dilated, in groups"] = () => One(Conv1d(4, 6, 3, dilation: 2, groups: 2, bias: false)),
        ["Conv1d same"] = () => One(Conv1d(3, 2, 4, Padding.Same)),
        ["Conv1d unbatched"] = () => One(Conv1d(3, 2, 3)),
        ["Conv2d"] = () => One(Conv2d(3, 4, 3, 2, 1)),
        ["Conv2d of pairs"] = () => One(Conv2d(2, 4, (3, 2), (2, 1), (1, 0), (1, 2), groups: 2)),
        ["Conv2d reflect"] = () => One(Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect)),
        ["Conv2d circular"] = () => One(Conv2d(2, 3, (3, 3), padding: (1, 2), padding_mode: PaddingModes.Circular)),
        ["Conv2d same replicate"] = () => One(Conv2d(2, 3, 4, Padding.Same, padding_mode: PaddingModes.Replicate)),
        ["ConvTranspose1d"] = () => One(ConvTranspose1d(3, 4, 3, 2, 1, 1)),
        ["ConvTranspose2d"] = () => One(ConvTranspose2d(4, 6, 3, 2, 1, 1, groups: 2)),
        ["ConvTranspose2d of pairs"] = () => One(ConvTranspose2d(2, 3, (3, 2), (1, 2), (1, 0), (0, 1), (2, 1), bias: false)),
        ["BatchNorm1d"] = () => One(BatchNorm1d(4)),
        ["BatchNorm1d of sequences"] = () => One(BatchNorm1d(3, 1e-3, 0.3)),
        ["BatchNorm1d in use"] = () => InUse(BatchNorm1d(4)),
        ["BatchNorm1d plain"] = () => InUse(BatchNorm1d(4, affine: false, track_running_stats: false)),
        ["BatchNorm2d"] = () => One(BatchNorm2d(3)),
        ["InstanceNorm2d"] = () => One(InstanceNorm2d(3, affine: true, track_running_stats: true)),
        ["InstanceNorm2d in use"] = () => InUse(InstanceNorm2d(3, affine: true, track_running_stats: true)),
        ["LayerNorm"] = () => One(LayerNorm(4)),
        ["LayerNorm of two"] = () => One(LayerNorm([3, 4], 1e-3)),
        ["LayerNorm plain"] = () => One(LayerNorm(4, elementwise_affine: false)),
        ["Embedding"] = () => One(Embedding(7, 3, padding_idx: 2)),
        ["Flatten"] = () => One(Flatten()),
        ["Unflatten"] = () => One(Unflatten(1, [2, 3])),
        ["PixelShuffle"] = () => One(PixelShuffle(2)),
        ["MaxPool1d"] = () => One(MaxPool1d(3, 2, 1)),
        ["MaxPool2d"] = () => One(MaxPool2d(2)),
        ["MaxPool2d of pairs"] = () => One(MaxPool2d((3, 2), (2, 1), (1, 1), ceilMode: true)),
        ["MaxPool2d indices"] = () => Indexed(MaxPool2d([2, 2])),
        ["AvgPool1d"] = () => One(AvgPool1d(3, 2, 1)),
        ["AvgPool2d"] = () => One(AvgPool2d(2)),
        ["AvgPool2d of pairs"] = () => One(AvgPool2d((3, 2), (2, 1), (1, 0), ceil_mode: true, count_include_pad: false)),
        ["AvgPool2d divisor"] = () => One(AvgPool2d(2, divisor_override: 3)),
        ["AdaptiveAvgPool1d"] = () => One(AdaptiveAvgPool1d(3)),
        ["AdaptiveAvgPool2d"] = () => One(AdaptiveAvgPool2d((3, 2))),
        ["ReflectionPad2d"] = () => One(ReflectionPad2d((1, 2, 0, 1))),
        ["ZeroPad2d"] = () => One(ZeroPad2d((1, 2, 0, 1))),
        ["Upsample nearest"] = () => One(Upsample(scale_factor: [2])),
        ["Upsample linear"] = () => One(Upsample([7], mode: UpsampleMode.Linear)),
        ["Upsample bilinear"] = () => One(Upsample([5, 6], mode: UpsampleMode.Bilinear, align_corners: true)),
        ["Upsample bicubic"] = () => One(Upsample(scale_factor: [1.5, 2.0], mode: UpsampleMode.Bicubic)),
        ["Upsample trilinear"] = () => One(Upsample(scale_factor: [2], mode: UpsampleMode.Trilinear)),
        ["RNN"] = () => Recurrent(RNN(3, 4)),
        ["RNN relu"] = () => Recurrent(RNN(3, 4, 2, NonLinearities.ReLU, batchFirst: true, bidirectional: true)),
        ["LSTM"] = () => Recurrent(LSTM(3, 4)),
        ["LSTM deep"] = () => Recurrent(LSTM(3, 4, 2, batchFirst: true, bidirectional: true)),
        ["LSTM without bias"] = () => Recurrent(LSTM(3, 4, bias: false)),
        ["GRU"] = () => Recurrent(GRU(3, 4)),
        ["GRU deep"] = () => Recurrent(GRU(3, 4, 2, batchFirst: true, bidirectional: true)),
        ["RNNCell"] = () => Two(RNNCell(3, 4)),
        ["GRUCell"] = () => Two(GRUCell(3, 4)),
        ["LSTMCell"] = () => Cell(LSTMCell(3, 4)),
        ["LSTM packed"] = () => Packed(LSTM(3, 4)),
        ["GRU packed"] = () => Packed(GRU(3, 4, bidirectional: true)),
        ["MultiheadAttention"] = () => Attention(MultiheadAttention(6, 2)),
        ["MultiheadAttention masked"] = () => Masked(MultiheadAttention(6, 3)),
        ["MultiheadAttention of other widths"] = () => Attention(MultiheadAttention(6, 2, kdim: 3, vdim: 4)),
        ["MultiheadAttention extended"] = () => Attention(MultiheadAttention(6, 2, add_bias_kv: true, add_zero_attn: true)),
        ["TransformerEncoderLayer"] = () => One(TransformerEncoderLayer(6, 2, 8, 0.0)),
        ["TransformerEncoderLayer gelu"] = () => Encoder(TransformerEncoderLayer(6, 2, 8, 0.0, Activations.GELU)),
        ["TransformerEncoder"] = () => Encoder(TransformerEncoder(TransformerEncoderLayer(6, 2, 8, 0.0), 2)),
    };

    static Layer InUse(Module<Tensor, Tensor> m)
    {
        m.eval();
        return One(m);
    }

    static Layer Indexed(Modules.MaxPool2d m) => new(m, x => Pair(m.forward_with_indices(x[0])));

    static Layer Cell(Modules.LSTMCell m) => new(m, x => Pair(m.call(x[0], (x[1], x[2]))));

    static Layer Packed(Modules.LSTM m) => new(m, x =>
    {
        var (output, h, c) = m.call(nn.utils.rnn.pack_padded_sequence(x[0], x[1], batch_first: true, enforce_sorted: false));
        var (padded, lengths) = nn.utils.rnn.pad_packed_sequence(output, batch_first: true, padding_value: -1.0);
        return [padded, h, c, lengths];
    });

    static Layer Packed(Modules.GRU m) => new(m, x =>
    {
        var (output, h) = m.call(nn.utils.rnn.pack_padded_sequence(x[0], x[1], batch_first: true, enforce_sorted: false));
        var (padded, lengths) = nn.utils.rnn.pad_packed_sequence(output, batch_first: true, padding_value: -1.0);
        return [padded, h, lengths];
    });

    static Layer Masked(Modules.MultiheadAttention m) => new(m, x =>
    {
        var (output, weights) = m.call(x[0], x[0], x[0], key_padding_mask: x[2], attn_mask: x[1].detach());
        return [output, weights];
    });

    static Layer Encoder(Modules.TransformerEncoderLayer m) => new(m, x => [m.call(x[0], x[1].detach(), x[2])]);
    static Layer Encoder(Modules.TransformerEncoder m) => new(m, x => [m.call(x[0])]);

    public static IEnumerable<object[]> Names => LayerReference.Names("layers");

    [TestMethod]
    public void Every_layer_has_recorded_numbers() =>
        CollectionAssert.AreEquivalent(Names.Select(n => n[0]).ToArray(), s_layers.Keys.ToArray());

    [TestMethod, DynamicData(nameof(Names))]
    public void A_layer_computes_what_PyTorch_does_forward_and_backward(string name)
    {
        using var scope = NewDisposeScope();
        var recorded = LayerReference.Case("layers", name);
        var (module, run) = s_layers[name]();
        using (module)
        {
            // Strict: the same names. Copying checks the shapes.
            module.load_state_dict(recorded.GetProperty("state").Named());
            var inputs = recorded.GetProperty("inputs").Tensors();
            foreach (var x in inputs)
                if (x.dtype == ScalarType.Float32) x.requires_grad_();

            var outputs = run(inputs);
            var expected = recorded.GetProperty("outputs").Tensors();
            Assert.AreEqual(expected.Length, outputs.Length);
            for (var i = 0; i < expected.Length; i++) LayerReference.AssertClose(expected[i], outputs[i], $"output {i}");
            foreach (var (key, buffer) in recorded.GetProperty("buffers").Named()) LayerReference.AssertClose(buffer, module.get_buffer(key), key);

            var cotangents = recorded.GetProperty("cotangents").Tensors();
            var loss = outputs.Where(o => o.is_floating_point()).Zip(cotangents, (o, c) => (o * c).sum()).Aggregate((a, b) => a + b);
            loss.backward();
            foreach (var (key, grad) in recorded.GetProperty("grads").Named())
                LayerReference.AssertClose(grad, module.get_parameter(key).grad!, $"gradient of {key}", 1e-4);
            foreach (var (i, grad) in recorded.GetProperty("input_grads").EnumerateArray().Index())
                if (grad.ValueKind != JsonValueKind.Null) LayerReference.AssertClose(grad.Tensor(), inputs[i].grad!, $"gradient of input {i}", 1e-4);
        }
    }
}
