using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Autoencoder;

/// <summary>The views of which an augmenter by autoencoder is made, and its report.</summary>
[TestClass]
public sealed class AddedRowsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Noise_has_the_deviations_asked_for_and_is_the_same_in_every_pass()
    {
        var rows = Enumerable.Range(0, 20000).Select(_ => new Row { Numbers = [5, -1, 2], Name = "n" }).ToArray();
        var perturbed = new PerturbedRows(_ml.Data.LoadFromEnumerable(rows), "Numbers", [2, 0, 0.1f], seed: 3);
        var numbers = perturbed.GetColumn<float[]>("Numbers").ToArray();
        Assert.AreEqual(5, numbers.Average(row => row[0]), 0.05);
        Assert.AreEqual(2, Math.Sqrt(numbers.Average(row => Math.Pow(row[0] - 5, 2))), 0.04);
        Assert.AreEqual(48, numbers.Average(row => Math.Pow(row[0] - 5, 4)), 3, "the fourth moment of a normal number is three squares");
        Assert.IsTrue(numbers.All(row => row[1] == -1), "no deviation, no noise");
        Assert.AreEqual(0.1, Math.Sqrt(numbers.Average(row => Math.Pow(row[2] - 2, 2))), 0.002);
        Assert.AreEqual(0, numbers.Average(row => (row[0] - 5) * (row[2] - 2)), 0.005, "numbers are independent");
        CollectionAssert.AreEqual(numbers[17], perturbed.GetColumn<float[]>("Numbers").ElementAt(17));
        Assert.AreEqual("n", perturbed.GetColumn<string>("Name").First());
        var other = new PerturbedRows(_ml.Data.LoadFromEnumerable(rows), "Numbers", [2, 0, 0.1f], seed: 4);
        Assert.AreNotEqual(numbers[17][0], other.GetColumn<float[]>("Numbers").ElementAt(17)[0]);
    }

    [TestMethod]
    public void Rows_are_chosen_by_their_place()
    {
        var rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i => new Row { Name = $"{i}" }).ToArray());
        var chosen = new ChosenRows(rows, [true, false, false, true]);
        CollectionAssert.AreEqual(new[] { "0", "3" }, chosen.GetColumn<string>("Name").ToArray());
        Assert.AreEqual(2L, chosen.GetRowCount());
        using var cursor = chosen.GetRowCursor(chosen.Schema);
        Assert.IsTrue(cursor.MoveNext() && cursor.MoveNext());
        Assert.AreEqual(1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext() || cursor.MoveNext());
    }

    [TestMethod]
    public void Columns_are_read_only_at_a_row_and_only_when_asked_for()
    {
        var rows = _ml.Data.LoadFromEnumerable(new[] { new Row { Numbers = [1, 2, 3], Name = "a" } });
        var view = new RowsWithCopies(new MarkedSchema(rows.Schema, "Made"), rows, [rows], "Numbers");
        using var cursor = view.GetRowCursor([view.Schema["Made"]]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Name"]), "it was not asked for");
        var made = cursor.GetGetter<bool>(view.Schema["Made"]);
        var value = false;
        Assert.ThrowsExactly<InvalidOperationException>(() => made(ref value), "before the first row");
        Assert.IsTrue(cursor.MoveNext() && cursor.MoveNext());
        made(ref value);
        Assert.IsTrue(value);
        Assert.IsFalse(cursor.MoveNext());
        Assert.ThrowsExactly<InvalidOperationException>(() => made(ref value), "behind the last row");
    }

    [TestMethod]
    public void Rows_help_if_the_gain_is_larger_than_its_error()
    {
        var report = AutoencoderAugmentationReport.Of([(0.5, 0.6), (0.5, 0.7), (0.5, 0.8)], 90);
        Assert.AreEqual((0.5, 3, 90), (report.Without, report.Folds, report.Rows));
        Assert.AreEqual(0.7, report.With, 1e-12);
        Assert.AreEqual(0.1 / Math.Sqrt(3), report.StandardError, 1e-12);
        Assert.IsTrue(report.Helps);
        Assert.AreEqual("macro F1 0.500 without and 0.700 with added rows (+0.200 ± 0.058) over 3 folds of 90 rows", report.ToString());
        Assert.IsFalse(AutoencoderAugmentationReport.Of([(0.5, 0.6), (0.5, 0.5), (0.5, 0.5)], 90).Helps, "0.033 ± 0.033");
        Assert.IsFalse(AutoencoderAugmentationReport.Of([(0.5, 0.5), (0.5, 0.5), (0.5, 0.5)], 90).Helps);
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Numbers { get; set; } = [0, 0, 0];

        public string Name { get; set; } = "";
    }
}
