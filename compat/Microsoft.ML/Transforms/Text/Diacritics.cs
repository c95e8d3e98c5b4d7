namespace Microsoft.ML.Transforms.Text;

/// Letters and the marks on them. A table, because canonical decomposition is not at hand where globalization is invariant.
internal static class Diacritics
{
    /// Latin, Greek and Cyrillic: each group is a letter followed by that letter with marks.
    private const string Groups =
        "AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦ CÇĆĈĊČ EÈÉÊËĒĔĖĘĚȄȆȨ IÌÍÎÏĨĪĬĮİǏȈȊ NÑŃŅŇǸ OÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰ UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖ YÝŶŸȲ " +
        "aàáâãäåāăąǎǟǡǻȁȃȧ cçćĉċč eèéêëēĕėęěȅȇȩ iìíîïĩīĭįǐȉȋ nñńņňǹ oòóôõöōŏőơǒǫǭȍȏȫȭȯȱ uùúûüũūŭůűųưǔǖǘǚǜȕȗ yýÿŷȳ DĎ dď " +
        "GĜĞĠĢǦǴ gĝğġģǧǵ HĤȞ hĥȟ JĴ jĵǰ KĶǨ kķǩ LĹĻĽ lĺļľ RŔŖŘȐȒ rŕŗřȑȓ SŚŜŞŠȘ sśŝşšș TŢŤȚ tţťț WŴ wŵ ZŹŻŽ zźżž ÆǢǼ æǣǽ ƷǮ ʒǯ " +
        "ØǾ øǿ ΑΆ ΕΈ ΗΉ ΙΊΪ ΟΌ ΥΎΫ ΩΏ ιΐίϊ αά εέ ηή υΰϋύ οό ωώ ϒϓϔ ЕЀЁӖ ГЃ ІЇ КЌ ИЍЙӢӤ УЎӮӰӲ ийѝӣӥ еѐёӗ гѓ ії кќ уўӯӱӳ ѴѶ ѵѷ " +
        "ЖӁӜ жӂӝ АӐӒ аӑӓ ӘӚ әӛ ЗӞ зӟ ОӦ оӧ ӨӪ өӫ ЭӬ эӭ ЧӴ чӵ ЫӸ ыӹ";

    private static readonly Dictionary<char, char> Bases = Groups.Split(' ').SelectMany(group => group[1..].Select(marked => (marked, group[0]))).ToDictionary();

    /// The letter without its marks.
    public static char BaseOf(char c) => Bases.GetValueOrDefault(c, c);

    /// Whether the character is a mark that stands for itself: general, Hebrew and Arabic ones.
    public static bool IsMark(char c) => c is >= '\u0300' and <= '\u036f'
        or >= '\u0591' and <= '\u05bd' or '\u05c1' or '\u05c2' or '\u05c4' or '\u05c5' or '\u05c7'
        or >= '\u0610' and <= '\u0615' or >= '\u064c' and <= '\u065e' or '\u0670';
}
