using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ColumnConcatenatingTransformer), typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concatenate columns", ColumnConcatenatingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(ColumnConcatenatingTransformer)))
    {
        Host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        Host.CheckNonEmpty(inputColumnNames, nameof(inputColumnNames));
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    private static VersionInfo GetVersionInfo() => VersionInfo.First("CONCATTR", LoaderSignature);

    private static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var output = ctx.LoadNonEmptyString();
        var count = ctx.Reader.ReadInt32();
        env.CheckDecode(count > 0 && count <= ctx.Header.ModelSize / sizeof(int), $"A concatenation of the model has {count} inputs");
        var inputs = new string[count];
        for (var i = 0; i < count; i++)
            inputs[i] = ctx.LoadNonEmptyString();
        return new ColumnConcatenatingTransformer(env, output, inputs);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.SaveNonEmptyString(_output);
        ctx.Writer.Write(_inputs.Length);
        foreach (var input in _inputs)
            ctx.SaveNonEmptyString(input);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper : RowMapper
    {
        private readonly ColumnConcatenatingTransformer _parent;
        private readonly DataViewSchema.Column[] _columns;
        private readonly VectorDataViewType _type;

        public Mapper(ColumnConcatenatingTransformer parent, DataViewSchema inputSchema) : base(inputSchema)
        {
            _parent = parent;
            _columns = Array.ConvertAll(parent._inputs, name =>
                inputSchema.GetColumnOrNull(name) ?? throw parent.Host.ExceptSchemaMismatch(nameof(inputSchema), "input", name));
            var itemType = _columns[0].Type.GetItemType();
            var size = 0;
            foreach (var column in _columns)
            {
                if (itemType is not PrimitiveDataViewType)
                    throw parent.Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, "a primitive type or a vector", column.Type.ToString());
                if (!column.Type.GetItemType().Equals(itemType))
                    throw parent.Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, itemType.ToString(), column.Type.ToString());
                size = size < 0 || column.Type.GetValueCount() == 0 ? -1 : checked(size + column.Type.GetValueCount());
            }
            PassesThrough = _columns is [{ Type: VectorDataViewType }];
            _type = PassesThrough ? (VectorDataViewType)_columns[0].Type : new VectorDataViewType((PrimitiveDataViewType)itemType, Math.Max(size, 0));
        }

        /// A single vector goes through with everything it has.
        private bool PassesThrough { get; }

        protected override DataViewSchema.DetachedColumn[] CreateOutputs() =>
            [new(_parent._output, _type, PassesThrough ? _columns[0].Annotations : ConcatenatedAnnotations.Of(_columns, _type))];

        public override IEnumerable<int> DependenciesOf(int output) => _columns.Select(c => c.Index);

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return PassesThrough ? input.GetGetterOf(_columns[0])
                : (Delegate)typeof(Mapper).GetMethod(nameof(Getter), BindingFlags.NonPublic | BindingFlags.Instance)
                    .MakeGenericMethod(_type.ItemType.RawType).Invoke(this, [input]);
        }

        private ValueGetter<VBuffer<T>> Getter<T>(DataViewRow input)
        {
            var scalars = Array.ConvertAll(_columns, c => c.Type is VectorDataViewType ? null : input.GetGetter<T>(c));
            var vectors = Array.ConvertAll(_columns, c => c.Type is VectorDataViewType ? input.GetGetter<VBuffer<T>>(c) : null);
            var buffers = new VBuffer<T>[_columns.Length];
            if (Array.TrueForAll(scalars, s => s is not null))
                return (ref VBuffer<T> value) =>
                {
                    var editor = VBufferEditor.Create(ref value, scalars.Length);
                    for (var i = 0; i < scalars.Length; i++)
                        scalars[i](ref editor.Values[i]);
                    value = editor.Commit();
                };
            return (ref VBuffer<T> value) =>
            {
                int length = 0, count = 0;
                for (var i = 0; i < buffers.Length; i++)
                {
                    if (vectors[i] is null)
                    {
                        length++;
                        count++;
                        continue;
                    }
                    vectors[i](ref buffers[i]);
                    length = checked(length + buffers[i].Length);
                    count += buffers[i].Count;
                }
                // Mostly zeros stay sparse.
                if (count >= length - length / 2)
                    FillDense(scalars, buffers, length, ref value);
                else
                    FillSparse(scalars, buffers, length, count, ref value);
            };
        }

        private static void FillDense<T>(ValueGetter<T>[] scalars, VBuffer<T>[] buffers, int length, ref VBuffer<T> value)
        {
            var editor = VBufferEditor.Create(ref value, length);
            var at = 0;
            for (var i = 0; i < buffers.Length; i++)
                if (scalars[i] is { } scalar)
                    scalar(ref editor.Values[at++]);
                else
                {
                    buffers[i].CopyTo(editor.Values, at);
                    at += buffers[i].Length;
                }
            value = editor.Commit();
        }

        private static void FillSparse<T>(ValueGetter<T>[] scalars, VBuffer<T>[] buffers, int length, int count, ref VBuffer<T> value)
        {
            var editor = VBufferEditor.Create(ref value, length, count);
            int at = 0, offset = 0;
            for (var i = 0; i < buffers.Length; i++)
            {
                if (scalars[i] is { } scalar)
                {
                    scalar(ref editor.Values[at]);
                    editor.Indices[at++] = offset++;
                    continue;
                }
                var values = buffers[i].GetValues();
                var indices = buffers[i].GetIndices();
                for (var k = 0; k < values.Length; k++)
                {
                    editor.Values[at] = values[k];
                    editor.Indices[at++] = offset + (buffers[i].IsDense ? k : indices[k]);
                }
                offset += buffers[i].Length;
            }
            value = editor.Commit();
        }
    }
}
