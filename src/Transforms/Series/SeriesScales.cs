namespace DeepML.Transforms;

/// <summary>Centre and width by which the numbers of each series are scaled.</summary>
/// <param name="Series">Names of the series.</param>
/// <param name="Centres">Of each series, for each number of a row; those of all series together last.</param>
/// <param name="Widths">As many; 1 where a number never moved.</param>
internal sealed record SeriesScales(string[] Series, double[][] Centres, double[][] Widths)
{
    private Dictionary<string, int>? _places;

    /// <summary>Where a series' numbers are; of one that was not seen, those of all together.</summary>
    public int PlaceOf(string series)
    {
        _places ??= Series.Select((name, place) => (name, place)).ToDictionary(s => s.name, s => s.place);
        return _places.GetValueOrDefault(series, Series.Length);
    }

    /// <summary>Checks what a file may say wrongly.</summary>
    public void Check(int slots)
    {
        Sound.That(Series.Distinct().Count() == Series.Length, "two series have one name");
        Sound.Same(Centres.Length, Series.Length + 1, "the series and their centres");
        Sound.Same(Widths.Length, Series.Length + 1, "the series and their widths");
        for (var i = 0; i < Centres.Length; i++)
        {
            Sound.Same(Centres[i].Length, slots, "the numbers of a row and their centres");
            Sound.Same(Widths[i].Length, slots, "the numbers of a row and their widths");
            Sound.That(Array.TrueForAll(Centres[i], double.IsFinite), "a centre is no finite number");
            Sound.That(Array.TrueForAll(Widths[i], width => double.IsFinite(width) && width > 0), "a width is not above 0");
        }
    }
}
