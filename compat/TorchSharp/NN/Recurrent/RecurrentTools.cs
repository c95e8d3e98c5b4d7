#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// The numbers are those of the native side.
internal enum RecurrentKind { Relu, Tanh, Gru, Lstm }

/// The weights of a recurrent layer, in the order in which libtorch takes them, and the call.
internal sealed unsafe class RecurrentCore(RecurrentKind kind, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional)
{
    Parameter[] _weights = [];
    IntPtr[] _handles = [];

    internal bool Bias => bias;

    internal static IEnumerable<string> Names(long layers, bool bias, bool bidirectional)
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

    /// All drawn from U(±1/√hidden), in the order of their names.
    internal IEnumerable<(string, Parameter)> Create(long inputs)
    {
        var gates = kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 } * hidden;
        var bound = 1 / Math.Sqrt(hidden);
        var directions = bidirectional ? 2 : 1;
        foreach (var name in Names(layers, bias, bidirectional))
        {
            var first = name.Contains("_l0");
            if (name.StartsWith("bias_")) yield return (name, LayerTools.Uniform(bound, gates));
            else if (name.StartsWith("weight_hh")) yield return (name, LayerTools.Uniform(bound, gates, hidden));
            else yield return (name, LayerTools.Uniform(bound, gates, first ? inputs : hidden * directions));
        }
    }

    internal void Set(IEnumerable<Parameter> weights)
    {
        _weights = [.. weights];
        _handles = new IntPtr[_weights.Length];
    }

    internal (Tensor, Tensor, Tensor) Run(Tensor x, Tensor batchSizes, Tensor h0, Tensor c0, bool training)
    {
        var outputs = stackalloc IntPtr[3];
        outputs[2] = IntPtr.Zero;
        for (var i = 0; i < _handles.Length; i++) _handles[i] = _weights[i].Handle;
        fixed (IntPtr* w = _handles)
            Native.Check(Native.tb_nn_rnn((int)kind, x.Handle, Native.HandleOrNull(batchSizes), Native.HandleOrNull(h0), Native.HandleOrNull(c0), w,
                _handles.Length, bias.Int(), layers, hidden, dropout, training.Int(), bidirectional.Int(), batchFirst.Int(), outputs));
        GC.KeepAlive(x);
        GC.KeepAlive(batchSizes);
        GC.KeepAlive(h0);
        GC.KeepAlive(c0);
        GC.KeepAlive(_weights);
        return (Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1]), outputs[2] == IntPtr.Zero ? null : Native.ToTensor(outputs[2]));
    }

    /// The states go in, and come out, in the order of the sequences before they were sorted by length.
    internal (nn.utils.rnn.PackedSequence, Tensor, Tensor) Run(nn.utils.rnn.PackedSequence x, Tensor h0, Tensor c0, bool training)
    {
        var (output, h, c) = Run(x.data, x.batch_sizes, Reordered(h0, x.sorted_indices), Reordered(c0, x.sorted_indices), training);
        return (x.With(output), Reordered(h, x.unsorted_indices), Reordered(c, x.unsorted_indices));
    }

    static Tensor Reordered(Tensor state, Tensor order) => state is null || order is null || order.IsInvalid ? state : state.index_select(1, order);

    internal static Tensor[] Cell(RecurrentKind kind, Tensor x, Tensor h0, Tensor c0, Parameter wi, Parameter wh, Parameter bi, Parameter bh)
    {
        var outputs = stackalloc IntPtr[2];
        outputs[1] = IntPtr.Zero;
        Native.Check(Native.tb_nn_rnn_cell((int)kind, x.Handle, Native.HandleOrNull(h0), Native.HandleOrNull(c0), wi.Handle, wh.Handle,
            Native.HandleOrNull(bi), Native.HandleOrNull(bh), outputs));
        GC.KeepAlive((x, h0, c0, wi, wh, bi, bh));
        return outputs[1] == IntPtr.Zero ? [Native.ToTensor(outputs[0])] : [Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1])];
    }
}
