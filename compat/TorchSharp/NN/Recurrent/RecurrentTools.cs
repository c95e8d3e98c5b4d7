#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// The numbers are those of the native side.
internal enum RecurrentKind { Relu, Tanh, Gru, Lstm }

internal static class RecurrentKinds
{
    /// The number of blocks of rows in the weights.
    internal static long Gates(this RecurrentKind kind) => kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };

    internal static RecurrentKind Kind(this nn.NonLinearities nonLinearity) => nonLinearity == nn.NonLinearities.ReLU ? RecurrentKind.Relu : RecurrentKind.Tanh;
}

/// The weights of a recurrent layer, in the order in which libtorch takes them, and the call.
internal sealed unsafe class RecurrentCore
{
    readonly nn.Module _owner;
    readonly RecurrentKind _kind;
    readonly long _hidden, _layers;
    readonly bool _bias, _batchFirst, _bidirectional;
    readonly double _dropout;
    readonly string[] _names;
    readonly IntPtr[] _handles;
    Parameter[] _weights;

    /// All drawn from U(±1/√hidden), in the order of their names.
    internal RecurrentCore(nn.Module owner, RecurrentKind kind, long inputs, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional)
    {
        (_owner, _kind, _hidden, _layers, _bias, _batchFirst, _dropout, _bidirectional) = (owner, kind, hidden, layers, bias, batchFirst, dropout, bidirectional);
        var rows = kind.Gates() * hidden;
        var bound = 1 / Math.Sqrt(hidden);
        _names = [.. Names(layers, bias, bidirectional)];
        _handles = new IntPtr[_names.Length];
        foreach (var name in _names)
            if (name.StartsWith("bias_")) owner.Own(name, LayerTools.Uniform(bound, rows));
            else if (name.StartsWith("weight_hh")) owner.Own(name, LayerTools.Uniform(bound, rows, hidden));
            else owner.Own(name, LayerTools.Uniform(bound, rows, name.Contains("_l0") ? inputs : hidden * (bidirectional ? 2 : 1)));
        Refresh();
    }

    internal void Refresh() => _weights = Array.ConvertAll(_names, _owner.Registered);

    /// The weights of one kind of a layer and direction: input, hidden, input bias, hidden bias; null without biases.
    internal Parameter Weight(long index, int kind) => !_bias && kind > 1 ? null : _weights[index * (_bias ? 4 : 2) + kind].Share();

    static IEnumerable<string> Names(long layers, bool bias, bool bidirectional)
    {
        for (long l = 0; l < layers; l++)
            foreach (var direction in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                yield return $"weight_ih_l{l}{direction}";
                yield return $"weight_hh_l{l}{direction}";
                if (!bias) continue;
                yield return $"bias_ih_l{l}{direction}";
                yield return $"bias_hh_l{l}{direction}";
            }
    }

    internal (Tensor, Tensor, Tensor) Run(Tensor x, Tensor batchSizes, Tensor h0, Tensor c0)
    {
        var outputs = stackalloc IntPtr[3];
        outputs[2] = IntPtr.Zero;
        for (var i = 0; i < _handles.Length; i++) _handles[i] = _weights[i].Handle;
        fixed (IntPtr* w = _handles)
            Native.Check(Native.tb_nn_rnn((int)_kind, x.Handle, Native.HandleOrNull(batchSizes), Native.HandleOrNull(h0), Native.HandleOrNull(c0), w,
                _handles.Length, _bias.Int(), _layers, _hidden, _dropout, _owner.training.Int(), _bidirectional.Int(), _batchFirst.Int(), outputs));
        GC.KeepAlive(x);
        GC.KeepAlive(batchSizes);
        GC.KeepAlive(h0);
        GC.KeepAlive(c0);
        GC.KeepAlive(_weights);
        return (Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1]), outputs[2] == IntPtr.Zero ? null : Native.ToTensor(outputs[2]));
    }

    /// The states go in, and come out, in the order of the sequences before they were sorted by length.
    internal (nn.utils.rnn.PackedSequence, Tensor, Tensor) Run(nn.utils.rnn.PackedSequence x, Tensor h0, Tensor c0)
    {
        var (output, h, c) = Run(x.data, x.batch_sizes, Reordered(h0, x.sorted_indices), Reordered(c0, x.sorted_indices));
        return (x.With(output), Reordered(h, x.unsorted_indices), Reordered(c, x.unsorted_indices));
    }

    static Tensor Reordered(Tensor state, Tensor order) => state is null || order is null || order.IsInvalid ? state : state.index_select(1, order);
}
