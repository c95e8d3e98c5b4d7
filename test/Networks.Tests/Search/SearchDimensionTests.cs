using System.Text.Json.Nodes;

namespace DeepML.Networks.Tests.Search;

[TestClass]
public sealed class SearchDimensionTests
{
    [TestMethod]
    public void Places_and_values_belong_to_each_other_from_end_to_end()
    {
        var even = new NumberDimension(-1, 3);
        Assert.AreEqual(-1.0, even.At(0));
        Assert.AreEqual(0.0, even.At(0.25));
        Assert.AreEqual(3.0, even.At(1));
        var rates = new NumberDimension(1e-4, 1e-2) { IsLogarithmic = true };
        Assert.AreEqual(1e-3, (double)rates.At(0.5), 1e-15);
        Assert.AreEqual(0.5, rates.PlacesOf(1e-3).Low, 1e-12);
        var units = new WholeDimension(2, 5);
        for (var value = 2; value <= 5; value++)
        {
            var (low, high) = units.PlacesOf(value);
            Assert.AreEqual((value - 2) / 4.0, low, 1e-12);
            Assert.AreEqual(0.25, high - low, 1e-12, "all are equally likely");
            Assert.AreEqual(value, units.At((low + high) / 2));
        }
        var choice = new ChoiceDimension("a", "b", "c", "d");
        Assert.AreEqual("d", choice.At(1));
        Assert.AreEqual("c", choice.At(0.5));
        Assert.AreEqual((0.5, 0.75), choice.PlacesOf("c"));
    }

    [TestMethod]
    public void Whole_magnitudes_are_equally_likely()
    {
        var units = new WholeDimension(1, 64) { IsLogarithmic = true };
        var widths = Enumerable.Range(1, 64).Select(value => units.PlacesOf(value)).Select(places => places.High - places.Low).ToArray();
        Assert.AreEqual(1, widths.Sum(), 1e-12);
        Assert.AreEqual(Math.Log(1.5 / 0.5) / Math.Log(64.5 / 0.5), widths[0], 1e-12);
        Assert.AreEqual(1, units.At(0));
        Assert.AreEqual(64, units.At(1));
        Assert.IsInRange(5, 7, (int)units.At(0.5), "about the square root of 0.5 · 64.5");
    }

    [TestMethod]
    public void Values_are_read_back_from_JSON_and_what_lies_outside_is_none()
    {
        static JsonValue Json(string text) => JsonNode.Parse(text)!.AsValue();
        Assert.AreEqual(1.0, new NumberDimension(0, 2).Read(Json("1")));
        Assert.AreEqual(0.1, new NumberDimension(0, 2).Read(Json("0.1")));
        Assert.IsNull(new NumberDimension(0, 2).Read(Json("2.5")));
        Assert.AreEqual(4, new WholeDimension(1, 9).Read(Json("4")));
        Assert.IsNull(new WholeDimension(1, 9).Read(Json("4.5")));
        Assert.IsNull(new WholeDimension(1, 9).Read(Json("\"4\"")));
        Assert.AreEqual("b", new ChoiceDimension("a", "b").Read(Json("\"b\"")));
        Assert.IsNull(new ChoiceDimension("a", "b").Read(Json("\"c\"")));
    }

    [TestMethod]
    public void What_is_wrong_with_a_dimension_is_told_with_its_limits()
    {
        static string Faults(SearchDimension dimension) => string.Join(" ", dimension.Faults());
        StringAssert.Contains(Faults(new NumberDimension(2, 1)), "From is 2 and To is 1; both must be finite, and To above From.");
        StringAssert.Contains(Faults(new NumberDimension(0, double.NaN)), "To is NaN");
        StringAssert.Contains(Faults(new NumberDimension(-1.5e308, 1.5e308)), "within");
        StringAssert.Contains(Faults(new NumberDimension(0, 1) { IsLogarithmic = true }), "From is 0; it must be above 0");
        StringAssert.Contains(Faults(new WholeDimension(3, 3)), "From is 3 and To is 3; To must be above From.");
        StringAssert.Contains(Faults(new WholeDimension(0, 3) { IsLogarithmic = true }), "From is 0; it must be at least 1");
        StringAssert.Contains(Faults(new ChoiceDimension("a", "a")), "Names are a, a");
        StringAssert.Contains(Faults(new ChoiceDimension()), "at least two");
        foreach (var good in new SearchDimension[]
            { new NumberDimension(0, 1), new WholeDimension(int.MinValue, int.MaxValue), new ChoiceDimension("a", "b") })
            Assert.AreEqual("", Faults(good));
    }
}
