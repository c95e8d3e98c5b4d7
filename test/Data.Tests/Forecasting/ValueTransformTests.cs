using DeepML.Workout;

namespace DeepML.Data.Tests.Series;

[TestClass]
public sealed class ValueTransformTests
{
    [TestMethod]
    [DataRow(1.0, 9.0, 9.0)]
    [DataRow(0.0, 7.38905609893065, 2.0)]
    [DataRow(0.5, 9.0, 4.0)]
    [DataRow(0.5, 0.0, -2.0)]
    [DataRow(0.25, 16.0, 4.0)]
    public void A_value_is_transformed_and_comes_back(double lambda, double value, double transformed)
    {
        var transform = new ValueTransform(lambda);
        Assert.AreEqual(transformed, transform.Forward(value), 1e-12);
        Assert.AreEqual(value, transform.Back(transformed), 1e-12);
    }

    [TestMethod]
    public void Below_its_range_the_lower_end_comes_back()
    {
        Assert.AreEqual(0, new ValueTransform(0.5).Back(-2.1));
        Assert.AreEqual(0, new ValueTransform(0.5).Back(double.NegativeInfinity));
        Assert.AreEqual(0, ValueTransform.Log.Back(double.NegativeInfinity));
        Assert.AreEqual(-3, ValueTransform.None.Back(-3));
    }

    [TestMethod]
    public void Each_transform_takes_only_the_values_of_its_domain()
    {
        Assert.IsTrue(ValueTransform.None.Accepts(-1));
        Assert.IsTrue(ValueTransform.Log.Accepts(double.Epsilon));
        Assert.IsFalse(ValueTransform.Log.Accepts(0));
        Assert.IsTrue(new ValueTransform(0.3).Accepts(0));
        Assert.IsFalse(new ValueTransform(0.3).Accepts(-double.Epsilon));
        Assert.IsFalse(ValueTransform.Log.Accepts(double.NaN));
        Assert.IsFalse(new ValueTransform(0.3).Accepts(double.NaN));
    }

    [TestMethod]
    public void A_refused_value_is_named_with_its_row_and_what_would_do_in_any_culture()
    {
        var log = GermanNumbers.In(() => Assert.ThrowsExactly<InvalidOperationException>(() => ValueTransform.Log.Check(-1.5, 12)));
        StringAssert.Contains(log.Message, "The value -1.5 in row 12 cannot be transformed: a logarithm needs values above 0.");
        var boxCox = GermanNumbers.In(() => Assert.ThrowsExactly<InvalidOperationException>(() => new ValueTransform(0.5).Check(-0.5, 3)));
        StringAssert.Contains(boxCox.Message, "The value -0.5 in row 3 cannot be transformed: Box-Cox needs values of at least 0.");
        ValueTransform.None.Check(-1.5, 0);
        ValueTransform.Log.Check(1.5, 0);
    }
}
