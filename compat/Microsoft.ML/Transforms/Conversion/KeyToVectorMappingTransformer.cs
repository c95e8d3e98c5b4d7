using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToVectorMappingTransformer), null, typeof(SignatureLoadModel), "Key to vector mapping", KeyToVectorMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// Key k becomes a vector with a one in slot k - 1; a vector of keys becomes such vectors one after the other, or their sum.
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToVectorTransform";
    private static readonly VersionInfo Version = VersionInfo.First("KEY2VECT", LoaderSignature);

    private readonly bool _outputCountVector;

    internal KeyToVectorMappingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, bool outputCountVector)
        : base(env.Register(nameof(KeyToVectorMappingTransformer)), Version, columns) => _outputCountVector = outputCountVector;

    private KeyToVectorMappingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(KeyToVectorMappingTransformer)), Version, ctx) => _outputCountVector = ctx.Reader.ReadBoolean();

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => KeySlotNames.CheckKeys(Host, inputSchema[inputIndex]);

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_outputCountVector);
    }

    private sealed class Mapper(KeyToVectorMappingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var column = InputColumn(output);
            var size = (int)column.Type.GetItemType().GetKeyCount();
            if (column.Type is not VectorDataViewType vector)
                return Single(KeyGetters.Scalar(input, column), size);
            var keys = KeyGetters.Vector(input, column);
            return parent._outputCountVector ? Counts(keys, size) : Indicators(keys, vector.Size, size);
        }

        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var input = InputColumn(i);
            var slots = input.Type.GetValueCount();
            var size = (int)input.Type.GetItemType().GetKeyCount();
            var isSingle = parent._outputCountVector || slots == 1;
            VectorDataViewType type;
            try
            {
                type = isSingle ? new VectorDataViewType(NumberDataViewType.Single, size) : new VectorDataViewType(NumberDataViewType.Single, slots, size);
            }
            catch (OverflowException e)
            {
                throw parent.Host.Except(e, $"{e.Message} Related column: {OutputName(i)}");
            }

            var annotations = new DataViewSchema.Annotations.Builder();
            var names = KeySlotNames.TextKeyValuesOrNull(input);
            if (names is not null && isSingle)
                annotations.AddSlotNames(type, names);
            else if (names is not null && type.IsKnownSize)
                annotations.AddSlotNames(type, KeySlotNames.Product(input, slots, names));
            if (!parent._outputCountVector && slots > 0)
                annotations.Add(AnnotationKinds.CategoricalSlotRanges, new VectorDataViewType(NumberDataViewType.Int32, slots, 2),
                    AnnotationKinds.GetterOf([.. Enumerable.Range(0, slots).SelectMany(slot => new[] { slot * size, slot * size + size - 1 })]));
            if (!parent._outputCountVector || input.Type is not VectorDataViewType)
                annotations.AddIsNormalized();
            return new DataViewSchema.DetachedColumn(OutputName(i), type, annotations.ToAnnotations());
        }

        private static ValueGetter<VBuffer<float>> Single(ValueGetter<uint> source, int size)
        {
            uint key = 0;
            return (ref VBuffer<float> destination) =>
            {
                source(ref key);
                var isKnown = key - 1 < (uint)size;
                var editor = VBufferEditor.Create(ref destination, size, isKnown ? 1 : 0, requireIndicesOnDense: true);
                if (isKnown)
                {
                    editor.Values[0] = 1;
                    editor.Indices[0] = (int)key - 1;
                }
                destination = editor.Commit();
            };
        }

        private static ValueGetter<VBuffer<float>> Counts(ValueGetter<VBuffer<uint>> source, int size)
        {
            var keys = default(VBuffer<uint>);
            var counts = new SortedDictionary<int, int>();
            return (ref VBuffer<float> destination) =>
            {
                source(ref keys);
                counts.Clear();
                foreach (var key in keys.GetValues())
                    if (key - 1 < (uint)size)
                        counts[(int)key - 1] = counts.GetValueOrDefault((int)key - 1) + 1;
                var editor = VBufferEditor.Create(ref destination, size, counts.Count, requireIndicesOnDense: true);
                var next = 0;
                foreach (var (slot, count) in counts)
                {
                    editor.Values[next] = count;
                    editor.Indices[next++] = slot;
                }
                destination = editor.Commit();
            };
        }

        private ValueGetter<VBuffer<float>> Indicators(ValueGetter<VBuffer<uint>> source, int slots, int size)
        {
            var keys = default(VBuffer<uint>);
            return (ref VBuffer<float> destination) =>
            {
                source(ref keys);
                parent.Host.Check(slots == 0 || keys.Length == slots, $"Expected {slots} keys but got {keys.Length}");
                var given = keys.GetValues();
                var indices = keys.GetIndices();
                var editor = VBufferEditor.Create(ref destination, checked(keys.Length * size), given.Length, requireIndicesOnDense: true);
                var next = 0;
                for (var i = 0; i < given.Length; i++)
                {
                    if (given[i] - 1 >= (uint)size)
                        continue;
                    editor.Values[next] = 1;
                    editor.Indices[next++] = (keys.IsDense ? i : indices[i]) * size + (int)given[i] - 1;
                }
                destination = editor.CommitTruncated(next);
            };
        }
    }
}
