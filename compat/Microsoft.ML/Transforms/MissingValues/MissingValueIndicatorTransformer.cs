using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueIndicatorTransformer), null, typeof(SignatureLoadModel), "Missing value indicator", MissingValueIndicatorTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NaIndicatorTransform";
    private static readonly VersionInfo Version = VersionInfo.First("NAIND TF", LoaderSignature);

    internal MissingValueIndicatorTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns)
        : base(env.Register(nameof(MissingValueIndicatorTransformer)), Version, columns)
    {
    }

    private MissingValueIndicatorTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(MissingValueIndicatorTransformer)), Version, ctx)
    {
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var type = inputSchema[inputIndex].Type;
        Host.Check(MissingValues.CanBeMissing(type.GetItemType()), MissingValues.Refusal(ColumnPairs[column].inputColumnName, type));
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(MissingValueIndicatorTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var annotations = ColumnNames.WithSlotNamesOf(InputColumn(i));
            annotations.AddIsNormalized();
            DataViewType type = InputColumn(i).Type is VectorDataViewType vector
                ? new VectorDataViewType(BooleanDataViewType.Instance, vector.Dimensions)
                : BooleanDataViewType.Instance;
            return new DataViewSchema.DetachedColumn(OutputName(i), type, annotations.ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var column = InputColumn(output);
            return column.Type.GetItemType().RawType switch
            {
                var t when t == typeof(float) => Getter<float>(input, column, float.IsNaN),
                var t when t == typeof(double) => Getter<double>(input, column, double.IsNaN),
                var t when t == typeof(byte) => Getter<byte>(input, column, key => key == 0),
                var t when t == typeof(ushort) => Getter<ushort>(input, column, key => key == 0),
                var t when t == typeof(uint) => Getter<uint>(input, column, key => key == 0),
                _ => Getter<ulong>(input, column, key => key == 0),
            };
        }

        private static Delegate Getter<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing)
        {
            if (column.Type is not VectorDataViewType)
            {
                var scalar = row.GetGetter<T>(column);
                var value = default(T);
                return (ValueGetter<bool>)((ref bool result) =>
                {
                    scalar(ref value);
                    result = isMissing(value);
                });
            }
            var source = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> read = default, dense = default;
            // The zeros that a sparse vector of keys leaves out are missing.
            var densify = isMissing(default);
            return (ValueGetter<VBuffer<bool>>)((ref VBuffer<bool> results) =>
            {
                source(ref read);
                var values = read;
                if (densify && !read.IsDense)
                {
                    read.CopyToDense(ref dense);
                    values = dense;
                }
                var given = values.GetValues();
                var editor = VBufferEditor.Create(ref results, values.Length, given.Length);
                for (var i = 0; i < given.Length; i++)
                    editor.Values[i] = isMissing(given[i]);
                values.GetIndices().CopyTo(editor.Indices);
                results = editor.Commit();
            });
        }
    }
}
