using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(PrincipalComponentAnalysisTransformer), null, typeof(SignatureLoadModel), "Principal component projection", PrincipalComponentAnalysisTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class PrincipalComponentAnalysisTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "PcaTransform";
    private static readonly VersionInfo Version = VersionInfo.First("PCA FUNC", LoaderSignature);
    internal const string ExpectedType = "known-size vector of Single of two or more items";

    private readonly int _size;
    private readonly float[][] _components;
    private readonly float[] _offsets;

    /// The offset of a component is the mean's projection on it.
    internal PrincipalComponentAnalysisTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, int size, float[][] components, float[] offsets)
        : base(env.Register(nameof(PrincipalComponentAnalysisTransformer)), Version, columns)
    {
        _size = size;
        _components = components;
        _offsets = offsets;
    }

    private PrincipalComponentAnalysisTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(PrincipalComponentAnalysisTransformer)), Version, ctx)
    {
        _size = ctx.Reader.ReadCount(Host);
        _offsets = ctx.Reader.ReadArray<float>(Host);
        Host.CheckDecode(_offsets is { Length: > 0 } && _offsets.Length <= _size, "The model has an impossible number of components");
        _components = Array.ConvertAll(_offsets, _ => ctx.Reader.ReadArray<float>(Host));
        Host.CheckDecode(Array.TrueForAll(_components, component => component?.Length == _size), "The components of the model do not fit its input");
    }

    internal static void CheckType(IExceptionContext ctx, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType { Size: > 1 } vector || vector.ItemType != NumberDataViewType.Single)
            throw ctx.ExceptSchemaMismatch("inputSchema", "input", column.Name, ExpectedType, column.Type.ToString());
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        CheckType(Host, inputSchema[inputIndex]);
        var type = inputSchema[inputIndex].Type;
        if (type.GetVectorSize() != _size)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", ColumnPairs[column].inputColumnName, new VectorDataViewType(NumberDataViewType.Single, _size).ToString(), type.ToString());
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_size);
        ctx.Writer.WriteArray(_offsets);
        foreach (var component in _components)
            ctx.Writer.WriteArray(component);
    }

    private sealed class Mapper(PrincipalComponentAnalysisTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), new VectorDataViewType(NumberDataViewType.Single, parent._components.Length));

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var source = input.GetGetter<VBuffer<float>>(InputColumn(output));
            VBuffer<float> buffer = default, dense = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
            {
                source(ref buffer);
                parent.Host.Check(buffer.Length == parent._size, $"Expected {parent._size} slots but got {buffer.Length}");
                var row = buffer;
                if (!buffer.IsDense)
                {
                    buffer.CopyToDense(ref dense);
                    row = dense;
                }
                var editor = VBufferEditor.Create(ref destination, parent._components.Length);
                for (var i = 0; i < editor.Values.Length; i++)
                    editor.Values[i] = Dot(row.GetValues(), parent._components[i]) - parent._offsets[i];
                destination = editor.Commit();
            });
        }

        private static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        {
            var sums = Vector<float>.Zero;
            var i = 0;
            for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
                sums += new Vector<float>(x[i..]) * new Vector<float>(y[i..]);
            var sum = Vector.Sum(sums);
            for (; i < x.Length; i++)
                sum += x[i] * y[i];
            return sum;
        }
    }
}
