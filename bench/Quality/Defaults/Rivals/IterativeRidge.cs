namespace DeepML.Bench;

/// <summary>
/// Fills holes column by column with a ridge regression on the other columns, over and over (van Buuren 2007, with means for draws).
/// </summary>
internal static class IterativeRidge
{
    private const int Rounds = 5;

    /// <summary>Test rows with their holes filled.</summary>
    /// <param name="train">Standardized rows to learn from, NaN where there are holes.</param>
    /// <param name="test">Rows on the same scale, NaN where there are holes.</param>
    public static float[][] Fill(float[][] train, float[][] test)
    {
        float[][] holed = [.. train, .. test];
        // 0 is the mean of a standardized column
        float[][] filled = [.. holed.Select(row => row.Select(x => float.IsNaN(x) ? 0 : x).ToArray())];
        for (var round = 0; round < Rounds; round++)
            for (var column = 0; column < holed[0].Length; column++)
                FillColumn(holed, filled, column, train.Length);
        return filled[train.Length..];
    }

    private static void FillColumn(float[][] holed, float[][] filled, int column, int trainRows)
    {
        var holes = Enumerable.Range(0, holed.Length).Where(i => float.IsNaN(holed[i][column])).ToArray();
        var known = Enumerable.Range(0, trainRows).Where(i => !float.IsNaN(holed[i][column])).ToArray();
        if (holes.Length == 0 || known.Length < 2)
            return;
        float[][] targets = [.. known.Select(i => new[] { holed[i][column] })];
        var found = LinearBaselines.Ridge(Others(filled, known, column), targets, Others(filled, holes, column), penalty: 1);
        for (var i = 0; i < holes.Length; i++)
            filled[holes[i]][column] = found[i][0];
    }

    private static float[][] Others(float[][] rows, int[] indices, int column) =>
        [.. indices.Select(i => rows[i].Where((_, other) => other != column).ToArray())];
}
