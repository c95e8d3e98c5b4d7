namespace DeepML.Estimators.Tests.Engine;

[TestClass]
public sealed class TrainingDeviceTests
{
    [TestMethod]
    public void Without_a_gpu_asked_for_the_cpu_is_taken_and_no_gpu_is_looked_for() =>
        Assert.AreEqual(
            -1, TrainingDevice.Choose(null, fallbackToCpu: false, () => throw new InvalidOperationException("looked"), Assert.Fail));

    [TestMethod]
    public void A_gpu_that_is_there_is_taken() => Assert.AreEqual(1, TrainingDevice.Choose(1, fallbackToCpu: false, () => 2, Assert.Fail));

    [TestMethod]
    [DataRow(2, 2, "2 CUDA device(s), 0 to 1")]
    [DataRow(0, 0, "no CUDA device")]
    [DataRow(-1, 1, "1 CUDA device(s), 0 to 0")]
    public void A_gpu_that_is_not_there_is_an_error_or_a_warning(int index, int count, string what)
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => TrainingDevice.Choose(index, fallbackToCpu: false, () => count, Assert.Fail));
        StringAssert.StartsWith(error.Message, $"GpuDeviceId is {index}, but torch sees {what}. Set MLContext.FallbackToCpu");
        var warnings = new List<string>();
        Assert.AreEqual(-1, TrainingDevice.Choose(index, fallbackToCpu: true, () => count, warnings.Add));
        StringAssert.Contains(warnings.Single(), what);
    }
}
