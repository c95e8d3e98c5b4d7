using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(WordTokenizingTransformer), null, typeof(SignatureLoadModel), "Word tokenizer", WordTokenizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// Cuts text at the separators; blank pieces are dropped.
public sealed class WordTokenizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TokenizeTextTransform";
    private static readonly VersionInfo Version = VersionInfo.First("WRDTOKNS", LoaderSignature);

    private readonly char[] _separators;

    internal WordTokenizingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, char[] separators)
        : base(env.Register(nameof(WordTokenizingTransformer)), Version, columns)
    {
        Host.CheckNonEmpty(separators, nameof(separators));
        _separators = [.. separators];
    }

    private WordTokenizingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(WordTokenizingTransformer)), Version, ctx)
    {
        _separators = ctx.Reader.ReadArray<char>(Host);
        Host.CheckDecode(_separators is { Length: > 0 }, "The model has a tokenizer without separators");
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => TextColumns.Check(Host, inputSchema[inputIndex]);

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.WriteArray(_separators);
    }

    private sealed class Mapper(WordTokenizingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), new VectorDataViewType(TextDataViewType.Instance));

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var read = TextColumns.Reader(input, InputColumn(output));
            var tokens = new List<ReadOnlyMemory<char>>();
            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> destination) =>
            {
                tokens.Clear();
                foreach (var text in read().Span)
                    foreach (var piece in text.Span.SplitAny(parent._separators))
                        if (text[piece].Trim() is { IsEmpty: false } token)
                            tokens.Add(token);
                tokens.CopyTo(ref destination);
            });
        }
    }
}
