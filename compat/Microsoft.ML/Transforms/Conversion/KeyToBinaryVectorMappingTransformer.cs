using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToBinaryVectorMappingTransformer), null, typeof(SignatureLoadModel), "Key to binary vector mapping", KeyToBinaryVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// Key k becomes the bits of k - 1, the most significant first; the missing key becomes ones all through.
public sealed class KeyToBinaryVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToBinaryTransform";
    private static readonly VersionInfo Version = VersionInfo.First("KEY2BINR", LoaderSignature);

    internal KeyToBinaryVectorMappingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns)
        : base(env.Register(nameof(KeyToBinaryVectorMappingTransformer)), Version, columns)
    {
    }

    private KeyToBinaryVectorMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(KeyToBinaryVectorMappingTransformer)), Version, ctx)
    {
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => KeySlotNames.CheckKeys(Host, inputSchema[inputIndex]);

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(KeyToBinaryVectorMappingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var column = InputColumn(output);
            var bits = BitCount(column);
            if (column.Type is not VectorDataViewType vector)
            {
                var scalar = KeyGetters.Scalar(input, column);
                uint key = 0;
                return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
                {
                    scalar(ref key);
                    var editor = VBufferEditor.Create(ref destination, bits);
                    WriteBits(key, editor.Values);
                    destination = editor.Commit();
                });
            }
            var source = KeyGetters.Vector(input, column);
            var keys = default(VBuffer<uint>);
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
            {
                source(ref keys);
                parent.Host.Check(vector.Size == 0 || keys.Length == vector.Size, $"Expected {vector.Size} keys but got {keys.Length}");
                var editor = VBufferEditor.Create(ref destination, checked(keys.Length * bits));
                // A slot that a sparse vector leaves out is a missing key.
                editor.Values.Fill(1);
                var given = keys.GetValues();
                var indices = keys.GetIndices();
                for (var i = 0; i < given.Length; i++)
                    WriteBits(given[i], editor.Values.Slice((keys.IsDense ? i : indices[i]) * bits, bits));
                destination = editor.Commit();
            });
        }

        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var input = InputColumn(i);
            var bits = BitCount(input);
            var slots = input.Type.GetValueCount();
            var type = slots == 1 ? new VectorDataViewType(NumberDataViewType.Single, bits) : new VectorDataViewType(NumberDataViewType.Single, slots, bits);
            var annotations = new DataViewSchema.Annotations.Builder();
            if (KeySlotNames.TextKeyValuesOrNull(input) is not null && type.IsKnownSize)
            {
                ReadOnlyMemory<char>[] names = [.. Enumerable.Range(0, bits).Select(bit => $"Bit{bits - bit - 1}".AsMemory())];
                annotations.AddSlotNames(type, input.Type is VectorDataViewType ? KeySlotNames.Product(input, slots, names) : names);
            }
            if (input.Type is not VectorDataViewType)
                annotations.AddIsNormalized();
            return new DataViewSchema.DetachedColumn(OutputName(i), type, annotations.ToAnnotations());
        }

        /// One bit more than the count needs, so that no key looks like the missing one.
        private static int BitCount(DataViewSchema.Column column) => BitOperations.Log2((uint)column.Type.GetItemType().GetKeyCount()) + 2;

        private static void WriteBits(uint key, Span<float> bits)
        {
            for (var i = 0; i < bits.Length; i++)
                bits[i] = (key - 1) >> (bits.Length - 1 - i) & 1;
        }
    }
}
