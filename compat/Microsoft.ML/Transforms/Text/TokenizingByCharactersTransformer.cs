using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(TokenizingByCharactersTransformer), null, typeof(SignatureLoadModel), "Character tokenizer", TokenizingByCharactersTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// Text as the keys of its characters: the key of a character is its code.
public sealed class TokenizingByCharactersTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "CharToken";
    private static readonly VersionInfo Version = VersionInfo.First("CHARTOKN", LoaderSignature);
    private const char StartMarker = '\u0002', EndMarker = '\u0003', ItemSeparator = '\u001f';

    private static readonly Lazy<ReadOnlyMemory<char>[]> Names = new(() => [.. Enumerable.Range(1, ushort.MaxValue).Select(code => CharacterNames.Of((char)code).AsMemory())]);

    private readonly bool _useMarkers;

    internal TokenizingByCharactersTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, bool useMarkerCharacters)
        : base(env.Register(nameof(TokenizingByCharactersTransformer)), Version, columns) => _useMarkers = useMarkerCharacters;

    private TokenizingByCharactersTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(TokenizingByCharactersTransformer)), Version, ctx) => _useMarkers = ctx.Reader.ReadBoolean();

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex)
    {
        if (inputSchema[inputIndex].Type.GetItemType() is not TextDataViewType)
            throw Host.ExceptParam(nameof(inputSchema), $"Column '{ColumnPairs[column].inputColumnName}' must be {TextColumns.Expected}");
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_useMarkers);
    }

    private sealed class Mapper(TokenizingByCharactersTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i)
        {
            var annotations = ColumnNames.WithSlotNamesOf(InputColumn(i));
            annotations.Add(AnnotationKinds.KeyValues, AnnotationKinds.NamesType(ushort.MaxValue),
                (ref VBuffer<ReadOnlyMemory<char>> names) => VBuffer<ReadOnlyMemory<char>>.Copy(Names.Value, 0, ref names, ushort.MaxValue));
            return new DataViewSchema.DetachedColumn(OutputName(i), new VectorDataViewType(new KeyDataViewType(typeof(ushort), (int)ushort.MaxValue)), annotations.ToAnnotations());
        }

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var read = TextColumns.Reader(input, InputColumn(output));
            var keys = new List<ushort>();
            return (ValueGetter<VBuffer<ushort>>)((ref VBuffer<ushort> destination) =>
            {
                keys.Clear();
                foreach (var text in read().Span)
                {
                    if (text.IsEmpty)
                        continue;
                    if (parent._useMarkers)
                        keys.Add(keys.Count == 0 ? StartMarker : ItemSeparator);
                    foreach (var c in text.Span)
                        keys.Add(c);
                }
                if (parent._useMarkers && keys.Count > 0)
                    keys.Add(EndMarker);
                keys.CopyTo(ref destination);
            });
        }
    }
}
