using Microsoft.ML;

namespace DeepML.Estimators.Tests.Rbm;

[TestClass]
public sealed class RbmOptionsTests
{
    private static void Accepts(RbmOptions options) => new MLContext(1).Transforms.RestrictedBoltzmannMachine("H", "V", options);

    private static void Refuses(RbmOptions options, params string[] faults)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Accepts(options));
        foreach (var fault in faults)
            StringAssert.Contains(error.Message, fault);
    }

    [TestMethod]
    public void Every_option_is_accepted_at_its_limit() => Accepts(new RbmOptions
    {
        HiddenSize = 1,
        GibbsSteps = 1,
        Persistent = true,
        Chains = 1,
        SparsityTarget = 0.001,
        SparsityWeight = 1e-9,
        FreeEnergyColumnName = "E",
    });

    [TestMethod]
    public void Every_option_past_its_limit_is_named_with_value_and_range_in_one_error() => Refuses(
        new RbmOptions
        {
            HiddenSize = 0,
            GibbsSteps = 0,
            Persistent = true,
            Chains = 0,
            SparsityTarget = 1,
            SparsityWeight = 0,
            FreeEnergyColumnName = ""
        },
        "HiddenSize is 0; it must be at least 1.", "GibbsSteps is 0; it must be at least 1.", "Chains is 0; it must be at least 1.",
        "SparsityTarget is 1; it must be in (0, 1).", "SparsityWeight is 0; it must be above 0.", "FreeEnergyColumnName");

    [TestMethod]
    public void Options_that_would_be_without_effect_are_refused()
    {
        Refuses(new RbmOptions { Chains = 10 }, "Chains is 10; it must be null unless Persistent.");
        Refuses(new RbmOptions { HiddenUnits = HiddenUnits.NoisyReLU, SparsityTarget = 0.1 },
            "SparsityTarget is 0.1; it must be null unless HiddenUnits is Bernoulli.");
        Refuses(new RbmOptions { Training = new TrainingOptions { LabelSmoothing = 0.1 } }, "Training.LabelSmoothing");
    }

    [TestMethod]
    public void Units_must_be_known() => Refuses(
        new RbmOptions { VisibleUnits = (VisibleUnits)7, HiddenUnits = (HiddenUnits)7 }, "VisibleUnits is 7", "HiddenUnits is 7");

    [TestMethod]
    public void Null_is_refused_by_name()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => Accepts(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => new MLContext().Transforms.RestrictedBoltzmannMachine(null!, "V"));
        Refuses(new RbmOptions { Training = null! }, "Training is null");
    }
}
