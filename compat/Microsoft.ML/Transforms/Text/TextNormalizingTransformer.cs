using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(TextNormalizingTransformer), null, typeof(SignatureLoadModel), "Text normalizer", TextNormalizingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

public sealed class TextNormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TextNormalizerTransform";
    private static readonly VersionInfo Version = VersionInfo.First("TEXTNORM", LoaderSignature);

    private readonly TextNormalizingEstimator.CaseMode _caseMode;
    private readonly bool _keepDiacritics;
    private readonly bool _keepPunctuations;
    private readonly bool _keepNumbers;

    internal TextNormalizingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns,
        TextNormalizingEstimator.CaseMode caseMode, bool keepDiacritics, bool keepPunctuations, bool keepNumbers)
        : base(env.Register(nameof(TextNormalizingTransformer)), Version, columns)
    {
        _caseMode = caseMode;
        _keepDiacritics = keepDiacritics;
        _keepPunctuations = keepPunctuations;
        _keepNumbers = keepNumbers;
    }

    private TextNormalizingTransformer(IHostEnvironment env, ModelLoadContext ctx) : base(env.Register(nameof(TextNormalizingTransformer)), Version, ctx)
    {
        _caseMode = (TextNormalizingEstimator.CaseMode)ctx.Reader.ReadByte();
        Host.CheckDecode(Enum.IsDefined(_caseMode), "The model has an unknown case mode");
        _keepDiacritics = ctx.Reader.ReadBoolean();
        _keepPunctuations = ctx.Reader.ReadBoolean();
        _keepNumbers = ctx.Reader.ReadBoolean();
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int column, int inputIndex) => TextColumns.Check(Host, inputSchema[inputIndex]);

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private protected override void SaveMore(ModelSaveContext ctx)
    {
        ctx.Writer.Write((byte)_caseMode);
        ctx.Writer.Write(_keepDiacritics);
        ctx.Writer.Write(_keepPunctuations);
        ctx.Writer.Write(_keepNumbers);
    }

    private ReadOnlyMemory<char> Normalize(ReadOnlyMemory<char> text, StringBuilder builder)
    {
        builder.Clear();
        foreach (var c in text.Span)
        {
            if (!_keepPunctuations && char.IsPunctuation(c) || !_keepNumbers && char.IsNumber(c))
                continue;
            var letter = c;
            if (!_keepDiacritics && c >= 0x80)
            {
                if (Diacritics.IsMark(c))
                    continue;
                letter = Diacritics.BaseOf(c);
            }
            builder.Append(_caseMode switch
            {
                TextNormalizingEstimator.CaseMode.Lower => char.ToLowerInvariant(letter),
                TextNormalizingEstimator.CaseMode.Upper => char.ToUpperInvariant(letter),
                _ => letter,
            });
        }
        return builder.Equals(text.Span) ? text : builder.ToString().AsMemory();
    }

    private sealed class Mapper(TextNormalizingTransformer parent, DataViewSchema schema) : OneToOneMapper(parent, schema)
    {
        protected override DataViewSchema.DetachedColumn Output(int i) =>
            new DataViewSchema.DetachedColumn(OutputName(i), InputColumn(i).Type is VectorDataViewType ? new VectorDataViewType(TextDataViewType.Instance) : TextDataViewType.Instance);

        public override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            var builder = new StringBuilder();
            var read = TextColumns.Reader(input, InputColumn(output));
            if (InputColumn(output).Type is not VectorDataViewType)
                return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> text) => text = parent.Normalize(read().Span[0], builder));
            var kept = new List<ReadOnlyMemory<char>>();
            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> texts) =>
            {
                kept.Clear();
                foreach (var text in read().Span)
                    if (parent.Normalize(text, builder) is { IsEmpty: false } normalized)
                        kept.Add(normalized);
                kept.CopyTo(ref texts);
            });
        }
    }
}
