using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace Microsoft.ML;

public static class TextCatalog
{
    public static TextNormalizingEstimator NormalizeText(this TransformsCatalog.TextTransforms catalog, string outputColumnName, string inputColumnName = null,
        TextNormalizingEstimator.CaseMode caseMode = TextNormalizingEstimator.CaseMode.Lower, bool keepDiacritics = false, bool keepPunctuations = true, bool keepNumbers = true) =>
        new(catalog.GetEnvironment(), ColumnNames.Pair(outputColumnName, inputColumnName), caseMode, keepDiacritics, keepPunctuations, keepNumbers);

    public static WordTokenizingEstimator TokenizeIntoWords(this TransformsCatalog.TextTransforms catalog, string outputColumnName, string inputColumnName = null,
        char[] separators = null) =>
        new(catalog.GetEnvironment(), ColumnNames.Pair(outputColumnName, inputColumnName), separators);

    public static TokenizingByCharactersEstimator TokenizeIntoCharactersAsKeys(this TransformsCatalog.TextTransforms catalog, string outputColumnName, string inputColumnName = null,
        bool useMarkerCharacters = true) =>
        new(catalog.GetEnvironment(), ColumnNames.Pair(outputColumnName, inputColumnName), useMarkerCharacters);
}
