using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(TypeConvertingTransformer), null, typeof(SignatureLoadModel), "Type conversion", TypeConvertingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ConvertTransform";
    private static readonly VersionInfo Version = VersionInfo.First("CONVERTF", LoaderSignature);

    private readonly DataKind _outputKind;

    internal TypeConvertingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, DataKind outputKind)
        : base(env.Register(nameof(TypeConvertingTransformer)), Version, columns)
    {
        Host.CheckUserArg(Enum.IsDefined(outputKind), nameof(outputKind), $"Unsupported data kind {outputKind}");
        _outputKind = outputKind;
    }

    private TypeConvertingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(TypeConvertingTransformer)), Version, ctx)
    {
        _outputKind = (DataKind)ctx.Reader.ReadByte();
        Host.CheckDecode(Enum.IsDefined(_outputKind), "The model converts to an unknown kind");
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        var type = inputSchema[inputIndex].Type;
        var target = TargetItem(type);
        if (type.GetItemType() is not PrimitiveDataViewType item || ValueConversions.Find(item, target) is null)
            throw Host.ExceptParam(nameof(inputSchema),
                $"source column '{ColumnPairs[column].inputColumnName}' with item type '{type}' is not compatible with destination type '{target}'");
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)_outputKind);
    }

    /// A key stays a key where the target can count.
    private PrimitiveDataViewType TargetItem(DataViewType source)
    {
        var target = PrimitiveTypes.FromKind(_outputKind);
        return source.GetItemType() is KeyDataViewType key && KeyDataViewType.IsValidDataType(target.RawType)
            ? new KeyDataViewType(target.RawType, Math.Min(key.Count, KeyDataViewType.Maximum(target.RawType)))
            : target;
    }

    private sealed class Mapper(TypeConvertingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var input = InputColumn(i);
            var from = input.Type.GetItemType();
            var to = parent.TargetItem(input.Type);
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(input.Annotations, kind => kind switch
            {
                AnnotationKinds.SlotNames => input.Type.IsKnownSizeVector(),
                AnnotationKinds.KeyValues => from is KeyDataViewType && to is KeyDataViewType,
                AnnotationKinds.IsNormalized => from is NumberDataViewType && to is NumberDataViewType,
                _ => false,
            });
            if (input.Type is BooleanDataViewType && to is NumberDataViewType)
                annotations.AddIsNormalized();
            DataViewType type = input.Type is VectorDataViewType vector ? new VectorDataViewType(to, vector.Dimensions) : to;
            return new DataViewSchema.DetachedColumn(OutputName(i), type, annotations.ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var column = InputColumn(output);
            var (from, to) = (column.Type.GetItemType(), parent.TargetItem(column.Type));
            var converter = (Converter)Activator.CreateInstance(typeof(Converter<,>).MakeGenericType(from.RawType, to.RawType));
            return converter.CreateGetter(input, column, ValueConversions.Find(from, to));
        }
    }

    private abstract class Converter
    {
        public abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column, Delegate mapper);
    }

    private sealed class Converter<TSource, TDestination> : Converter
    {
        public override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column column, Delegate mapper)
        {
            var map = (ValueMapper<TSource, TDestination>)mapper;
            if (column.Type is not VectorDataViewType)
            {
                var scalar = row.GetGetter<TSource>(column);
                var value = default(TSource);
                return (ValueGetter<TDestination>)((ref TDestination result) =>
                {
                    scalar(ref value);
                    map(in value, ref result);
                });
            }
            var source = row.GetGetter<VBuffer<TSource>>(column);
            var values = default(VBuffer<TSource>);
            return (ValueGetter<VBuffer<TDestination>>)((ref VBuffer<TDestination> results) =>
            {
                source(ref values);
                var given = values.GetValues();
                var editor = VBufferEditor.Create(ref results, values.Length, given.Length);
                for (var i = 0; i < given.Length; i++)
                    map(in given[i], ref editor.Values[i]);
                values.GetIndices().CopyTo(editor.Indices);
                results = editor.Commit();
            });
        }
    }
}
