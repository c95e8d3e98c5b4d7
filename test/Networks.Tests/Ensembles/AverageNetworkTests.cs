using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Ensembles;

/// <summary>The mean of what several models say.</summary>
[TestClass]
public sealed class AverageNetworkTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_softmax_brings_back_the_mean_of_probabilities()
    {
        var said = tensor(new float[] { 0.7f, 0.2f, 0.1f, 0.1f, 0.2f, 0.7f, 0.4f, 0.5f, 0.1f }, [1, 3, 3]);
        var answer = Network(3, AverageForm.Logarithm).call(said).softmax(1);
        float[] expected = [0.4f, 0.3f, 0.3f];
        foreach (var (mean, found) in expected.Zip(answer.data<float>().ToArray()))
            Assert.AreEqual(mean, found, 1e-6f);
    }

    [TestMethod]
    public void A_sigmoid_brings_back_the_mean_of_the_probability_of_a_yes()
    {
        var answer = Network(1, AverageForm.LogOdds).call(tensor(new float[] { 0.9f, 0.5f, 0.1f, 0.3f }, [2, 2, 1])).sigmoid();
        Assert.AreEqual(0.7f, answer[0, 0].item<float>(), 1e-6f);
        Assert.AreEqual(0.2f, answer[1, 0].item<float>(), 1e-6f);
    }

    [TestMethod]
    [DataRow(AverageForm.Logarithm)]
    [DataRow(AverageForm.LogOdds)]
    public void Members_that_are_certain_leave_numbers_that_are_finite(object form)
    {
        var answer = Network(2, (AverageForm)form).call(tensor(new float[] { 1, 0, 1, 0 }, [1, 2, 2]));
        Assert.IsTrue(answer.isfinite().all().item<bool>());
        Assert.IsGreaterThan(answer[0, 1].item<float>(), answer[0, 0].item<float>());
        Assert.AreEqual(
            form is AverageForm.LogOdds ? 1 - AverageNetwork.Least : AverageNetwork.Least,
            (form is AverageForm.LogOdds ? answer[0, 0].sigmoid() : answer[0, 1].exp()).item<float>(), 1e-7);
    }

    [TestMethod]
    public void Numbers_are_averaged_as_they_are_and_the_input_stays()
    {
        var said = tensor(new float[] { -3, 200, 5, 100 }, [1, 2, 2]);
        CollectionAssert.AreEqual(new float[] { 1, 150 }, Network(2, AverageForm.Mean).call(said).data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { -3, 200, 5, 100 }, said.data<float>().ToArray());
        Assert.IsEmpty(Network(2, AverageForm.Mean).state_dict(), "there are no weights to save");
    }

    private static AverageNetwork Network(int size, AverageForm form) => new(new AverageArchitecture(2, size, form));
}
