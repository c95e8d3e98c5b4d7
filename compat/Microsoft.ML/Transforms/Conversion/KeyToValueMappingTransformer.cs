using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key to value mapping", KeyToValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";
    private static readonly VersionInfo Version = VersionInfo.First("KEY2VALT", LoaderSignature);

    internal KeyToValueMappingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns)
        : base(env.Register(nameof(KeyToValueMappingTransformer)), Version, columns)
    {
    }

    private KeyToValueMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(KeyToValueMappingTransformer)), Version, ctx)
    {
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var input = inputSchema[inputIndex];
        Host.Check(input.Type.GetItemType() is KeyDataViewType, $"The column '{input.Name}' must be a key to be mapped to values, but it is {input.Type}");
        Host.Check(input.Annotations.TryGetColumn(AnnotationKinds.KeyValues, out _), $"The column '{input.Name}' has no KeyValues annotation");
        Host.Check(input.HasKeyValues(), $"The KeyValues annotation of column '{input.Name}' does not match the key count of its type {input.Type}");
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(KeyToValueMappingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            DataViewType type = ValueType(i);
            if (InputColumn(i).Type is VectorDataViewType vector)
                type = new VectorDataViewType((PrimitiveDataViewType)type, vector.Dimensions);
            return new DataViewSchema.DetachedColumn(OutputName(i), type, ColumnNames.WithSlotNamesOf(InputColumn(i)).ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var reader = (KeyValueReader)Activator.CreateInstance(typeof(KeyValueReader<,>).MakeGenericType(InputColumn(output).Type.GetItemType().RawType, ValueType(output).RawType));
            return reader.CreateGetter(input, InputColumn(output));
        }

        private PrimitiveDataViewType ValueType(int output) =>
            (PrimitiveDataViewType)InputColumn(output).Annotations.Schema[AnnotationKinds.KeyValues].Type.GetItemType();
    }

    private abstract class KeyValueReader
    {
        public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column);
    }

    private sealed class KeyValueReader<TKey, TValue> : KeyValueReader where TKey : unmanaged, System.Numerics.IBinaryInteger<TKey>
    {
        public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column)
        {
            var keyValues = default(VBuffer<TValue>);
            column.GetKeyValues(ref keyValues);
            // Place 0 is for the missing key.
            var table = new TValue[keyValues.Length + 1];
            keyValues.CopyTo(table.AsSpan(1));
            table[0] = MissingValues.Of<TValue>();

            if (column.Type is not VectorDataViewType)
            {
                var scalar = row.GetGetter<TKey>(column);
                return (ValueGetter<TValue>)((ref TValue value) =>
                {
                    var key = default(TKey);
                    scalar(ref key);
                    value = table[Place(key, table.Length)];
                });
            }
            var source = row.GetGetter<VBuffer<TKey>>(column);
            var keys = default(VBuffer<TKey>);
            return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> values) =>
            {
                source(ref keys);
                var editor = VBufferEditor.Create(ref values, keys.Length);
                if (!keys.IsDense)
                    editor.Values.Fill(table[0]);
                var given = keys.GetValues();
                var indices = keys.GetIndices();
                for (var i = 0; i < given.Length; i++)
                    editor.Values[keys.IsDense ? i : indices[i]] = table[Place(given[i], table.Length)];
                values = editor.Commit();
            });
        }

        private static int Place(TKey key, int length)
        {
            var place = ulong.CreateTruncating(key);
            return place < (ulong)length ? (int)place : 0;
        }
    }
}
