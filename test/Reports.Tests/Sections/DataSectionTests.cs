using System.Xml.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports.Tests.Sections;

/// <summary>What is said of the rows that came in.</summary>
[TestClass]
public sealed class DataSectionTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [TestMethod]
    public void Numbers_have_their_moments_and_missing_ones_are_counted_and_left_out()
    {
        var lines = Lines(Ml.Data.LoadFromEnumerable(
            new[] { 1f, float.NaN, 3, 8 }.Select(number => new { Number = number })), out var words);
        Assert.AreEqual("4 rows were read.", words);
        // Mean 4, squares 9 + 1 + 16 over 3.
        CollectionAssert.AreEqual(
            new[] { "Number", "Single", "1", "4", Html.Number(Math.Sqrt(26.0 / 3)), "1", "8" }, lines.Single());
    }

    [TestMethod]
    public void Slots_of_a_vector_count_together_zeros_of_sparse_ones_included()
    {
        var data = Ml.Data.LoadFromEnumerable(new[] { new Sparse { Vector = new VBuffer<float>(4, 1, [8f], [2]) } });
        CollectionAssert.AreEqual(
            new[] { "Vector", "Vector<Single, 4>", "0", "2", Html.Number(Math.Sqrt(12)), "0", "8" }, Lines(data, out _).Single());
    }

    [TestMethod]
    public void Whole_numbers_have_moments_and_what_is_no_number_has_none()
    {
        var lines = Lines(Ml.Data.LoadFromEnumerable(new[] { new { Count = 3, Text = "a", Truth = true } }), out _);
        CollectionAssert.AreEqual(new[] { "Count", "Int32", "0", "3", "0", "3", "3" }, lines[0]);
        CollectionAssert.AreEqual(new[] { "Text", "String", "", "", "", "", "" }, lines[1]);
        CollectionAssert.AreEqual(new[] { "Truth", "Boolean", "", "", "", "", "" }, lines[2]);
    }

    [TestMethod]
    public void A_column_of_missing_numbers_has_no_moments()
    {
        var lines = Lines(Ml.Data.LoadFromEnumerable(new[] { new { Number = float.NaN }, new { Number = float.NaN } }), out _);
        CollectionAssert.AreEqual(new[] { "Number", "Single", "2", "-", "-", "-", "-" }, lines.Single());
    }

    [TestMethod]
    public void Moments_of_numbers_far_from_0_keep_their_digits()
    {
        var lines = Lines(Ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 1000).Select(i => new { Number = 1e9 + (i % 2) })), out _);
        Assert.AreEqual("0.5", lines.Single()[4], "a sum of squares would have lost it");
    }

    [TestMethod]
    public void Hidden_columns_are_not_told_of()
    {
        var data = Ml.Data.LoadFromEnumerable(new[] { new { Number = 1f } });
        var twice = Ml.Transforms.CopyColumns("Other", "Number").Append(Ml.Transforms.CopyColumns("Number", "Other")).Fit(data)
            .Transform(data);
        CollectionAssert.AreEquivalent(
            new[] { "Number", "Other" }, Lines(twice, out _).Select(line => line[0]).ToArray());
    }

    private static string[][] Lines(IDataView data, out string words)
    {
        var parts = DataSection.Write(data).Cast<XElement>().ToArray();
        words = parts[0].Value;
        return
        [
            .. parts[1].Descendants("tbody").Single().Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()),
        ];
    }

    private sealed class Sparse
    {
        [VectorType(4)]
        public VBuffer<float> Vector { get; set; }
    }
}
