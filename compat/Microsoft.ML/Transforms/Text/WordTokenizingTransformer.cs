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

    private readonly char[] _separators;

    internal WordTokenizingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, char[] separators)
        : base(env.Register(nameof(WordTokenizingTransformer)), columns)
    {
        Host.CheckNonEmpty(separators, nameof(separators));
        _separators = [.. separators];
    }

    private WordTokenizingTransformer(IHost host, ModelLoadContext ctx) : base(host, ctx)
    {
        _separators = ctx.Reader.ReadArray<char>(host);
        host.CheckDecode(_separators is { Length: > 0 }, "The model has a tokenizer without separators");
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => TextColumns.Check(Host, inputSchema[inputIndex]);

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        SaveColumns(ctx);
        ctx.Writer.WriteArray(_separators);
    }

    private static WordTokenizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new WordTokenizingTransformer(env.Register(nameof(WordTokenizingTransformer)), ctx);
    }

    private static VersionInfo GetVersionInfo() =>
        new("WRDTOKNS", 0x00010001, 0x00010001, 0x00010001, typeof(WordTokenizingTransformer).Assembly.FullName, LoaderSignature);

    private sealed class Mapper(WordTokenizingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn[] CreateOutputs() => Array.ConvertAll([.. Enumerable.Range(0, Inputs.Length)], i =>
            new DataViewSchema.DetachedColumn(OutputName(i), new VectorDataViewType(TextDataViewType.Instance)));

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
