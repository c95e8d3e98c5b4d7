using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Series.Operations;

/// <summary>What is learned and noticed of series when a step is fitted.</summary>
[TestClass]
public sealed class SurveyTests
{
    private static readonly SeriesPlace Place = new("Pair", 2, ["left", "right"]);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(SeriesScalingMethod.MinMax)]
    [DataRow(SeriesScalingMethod.Standard)]
    [DataRow(SeriesScalingMethod.Robust)]
    public void Centres_and_widths_are_those_of_a_loop_and_those_of_all_series_come_last(SeriesScalingMethod method)
    {
        var rows = RandomSeries.Of(6, series: 3, rows: 75, missing: 0.2);
        var scales = Survey(new ScaleSurvey(method, 2), rows).Scales(Place)!;
        CollectionAssert.AreEqual(rows.Select(row => row.Machine).Distinct().ToArray(), scales.Series);
        for (var series = 0; series <= scales.Series.Length; series++)
            for (var slot = 0; slot < 2; slot++)
            {
                var values = rows.Where(row => series == scales.Series.Length || row.Machine == scales.Series[series])
                    .Select(row => (double)row.Pair[slot]).Where(value => !double.IsNaN(value)).Order().ToArray();
                var (centre, width) = Expected(method, values);
                Assert.AreEqual(centre, scales.Centres[series][slot], 1e-9, $"{series}, {slot}");
                Assert.AreEqual(width, scales.Widths[series][slot], 1e-9, $"{series}, {slot}");
            }
    }

    [TestMethod]
    [DataRow(SeriesScalingMethod.MinMax)]
    [DataRow(SeriesScalingMethod.Standard)]
    [DataRow(SeriesScalingMethod.Robust)]
    public void Numbers_that_never_moved_or_were_never_there_have_a_width_of_1(SeriesScalingMethod method)
    {
        var survey = new ScaleSurvey(method, 2);
        survey.Take("a", [7, double.NaN]);
        survey.Take("a", [7, double.NaN]);
        var scales = survey.Scales(Place)!;
        CollectionAssert.AreEqual(new double[] { 7, 0 }, scales.Centres[0]);
        CollectionAssert.AreEqual(new double[] { 1, 1 }, scales.Widths[0]);
        Assert.AreEqual(
            "Column 'Pair', slot 1 ('right'), of series 'a' is missing in every row: it is not scaled.", survey.Remarks(Place).Single());
    }

    [TestMethod]
    public void Without_rows_there_is_nothing_to_scale_by()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new ScaleSurvey(default, 2).Scales(Place));
        StringAssert.Contains(error.Message, "column 'Pair' was read to its end without finding one");
    }

    [TestMethod]
    public void A_series_is_found_by_its_name_and_an_unknown_one_is_that_of_all()
    {
        var scales = new SeriesScales(["b", "a"], [[1], [2], [3]], [[1], [1], [1]]);
        Assert.AreEqual((0, 1, 2, 2), (scales.PlaceOf("b"), scales.PlaceOf("a"), scales.PlaceOf("B"), scales.PlaceOf("")));
    }

    [TestMethod]
    public void A_row_by_itself_is_scaled_like_its_row_among_others()
    {
        var rows = RandomSeries.Of(11, series: 3, rows: 30, missing: 0.1);
        using var model = _ml.Transforms.ScaleBySeries("Out", "Pair", SeriesScalingMethod.Robust, "Machine").Fit(_ml.View(rows));
        var batch = model.Vectors(_ml.View(rows), "Out");
        using var engine = _ml.Model.CreatePredictionEngine<Reading, Pair>(model);
        for (var i = rows.Length - 1; i >= 0; i--)
            Cells.AreEqual([batch[i]], [engine.Predict(rows[i]).Out], 0, $"row {i}");
    }

    [TestMethod]
    public void What_counters_do_is_told_of_each_slot_and_series()
    {
        var survey = new CounterSurvey(new CounterDifferences(), 2);
        foreach (var (a, b) in new (double A, double B)[] { (5, double.NaN), (5, double.NaN), (5, double.NaN) })
            survey.Take("x", [a, b]);
        foreach (var value in new double[] { 9, 1, 8, 2, 7, 3 })
            survey.Take("y", [value, 10 - value]);
        var said = survey.Remarks(Place).ToArray();
        Assert.HasCount(3, said, "two falls are none too many");
        StringAssert.StartsWith(said[0], "Column 'Pair', slot 0 ('left'), of series 'x' never moves: it is 5 in all 3 rows");
        StringAssert.StartsWith(said[1], "Column 'Pair', slot 1 ('right'), of series 'x' is missing in every row: it has no rate");
        StringAssert.StartsWith(said[2], "Column 'Pair', slot 0 ('left'), of series 'y' falls in 3 rows and rises in 2");
    }

    [TestMethod]
    [DataRow(new double[] { 1 })]
    [DataRow(new double[] { 5, 6, 2, 3, 4, 1 })]
    [DataRow(new double[] { 65_530, 2, 3 })]
    public void One_value_two_resets_and_a_wrap_around_are_nothing_to_be_told(double[] values)
    {
        var survey = new CounterSurvey(new CounterDifferences(), 1);
        foreach (var value in values)
            survey.Take("", [value]);
        Assert.IsEmpty(survey.Remarks(Place));
    }

    [TestMethod]
    public void Remarks_are_written_alike_under_every_culture()
    {
        var said = GermanNumbers.In(() =>
        {
            var survey = new CounterSurvey(new CounterDifferences(), 1);
            survey.Take("", [1234.5]);
            survey.Take("", [1234.5]);
            return survey.Remarks(new SeriesPlace("Counter", 1, null)).Single();
        });
        StringAssert.StartsWith(said, "Column 'Counter' never moves: it is 1234.5 in all 2 rows.");
    }

    [TestMethod]
    public void A_place_is_told_with_what_is_known_of_it()
    {
        Assert.AreEqual("Column 'Pair', slot 1 ('right'), of series 'a'", Place.Of(1, "a"));
        Assert.AreEqual("Column 'Pair', slot 0", (Place with { Names = null }).Of(0, ""));
        Assert.AreEqual("Column 'Heat', of series 'a'", new SeriesPlace("Heat", 1, ["Heat"]).Of(0, "a"));
    }

    private static SeriesSurvey Survey(SeriesSurvey survey, Reading[] rows)
    {
        foreach (var row in rows)
            survey.Take(row.Machine, [row.Pair[0], row.Pair[1]]);
        return survey;
    }

    private static (double Centre, double Width) Expected(SeriesScalingMethod method, double[] ordered)
    {
        var mean = ordered.Average();
        return method switch
        {
            SeriesScalingMethod.MinMax => (ordered[0], ordered[^1] - ordered[0]),
            SeriesScalingMethod.Standard => (mean, Math.Sqrt(ordered.Average(value => Math.Pow(value - mean, 2)))),
            _ => (Quantile(0.5), Quantile(0.75) - Quantile(0.25)),
        };

        // on the line between the values next to the place, of which the first is at 0 and the last at 1
        double Quantile(double share)
        {
            var place = share * (ordered.Length - 1);
            var (low, high) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
            return low == high ? ordered[low] : ((high - place) * ordered[low]) + ((place - low) * ordered[high]);
        }
    }

    private sealed class Pair
    {
        public float[] Out { get; set; } = [];
    }
}
