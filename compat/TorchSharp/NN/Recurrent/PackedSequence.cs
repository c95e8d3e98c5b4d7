#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static unsafe class rnn
            {
                /// Sequences of different lengths, all first steps before all second steps and so on.
                public sealed class PackedSequence : IDisposable
                {
                    public readonly Tensor data;
                    public readonly Tensor batch_sizes;
                    public readonly Tensor sorted_indices;
                    public readonly Tensor unsorted_indices;

                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor sorted, Tensor unsorted) =>
                        (this.data, batch_sizes, sorted_indices, unsorted_indices) = (data, batchSizes, sorted, unsorted);

                    /// Other data in the same arrangement.
                    internal PackedSequence With(Tensor other) => new(other, Shared(batch_sizes), Shared(sorted_indices), Shared(unsorted_indices));

                    static Tensor Shared(Tensor t) => t is null || t.IsInvalid ? t : Native.ToTensor(Native.tb_nn_share(t.Handle), t);

                    public void Dispose()
                    {
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices.Dispose();
                        unsorted_indices.Dispose();
                    }
                }

                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    var outputs = stackalloc IntPtr[4];
                    Native.Check(Native.tb_nn_pack_padded(input.Handle, lengths.Handle, batch_first.Int(), enforce_sorted.Int(), outputs));
                    GC.KeepAlive(input);
                    GC.KeepAlive(lengths);
                    // Without sorting there are no indices: objects without a tensor.
                    return new(Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1]), new Tensor(outputs[2]), new Tensor(outputs[3]));
                }

                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    var all = sequences.ToArray();
                    using var padded = pad_sequence(all);
                    using var lengths = tensor(all.Select(s => s.Size(0)).ToArray());
                    return pack_padded_sequence(padded, lengths, false, enforce_sorted);
                }

                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    var outputs = stackalloc IntPtr[2];
                    var order = sequence.unsorted_indices;
                    Native.Check(Native.tb_nn_pad_packed(sequence.data.Handle, sequence.batch_sizes.Handle, order is null || order.IsInvalid ? IntPtr.Zero : order.Handle,
                        batch_first.Int(), padding_value, total_length ?? -1, outputs));
                    GC.KeepAlive(sequence);
                    return (Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1]));
                }

                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0)
                {
                    var all = sequences.ToArray();
                    var handles = Array.ConvertAll(all, s => s.Handle);
                    fixed (IntPtr* h = handles)
                        return Native.ToTensor(Native.tb_nn_pad_sequence(h, handles.Length, batch_first.Int(), padding_value), all);
                }
            }
        }
    }
}
