using Microsoft.ML;

namespace DeepML.Estimators.Tests.DeepBelief;

[TestClass]
public sealed class DeepBeliefOptionsTests
{
    private static void Refuses(DeepBeliefPredictionOptions options, params string[] faults)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new MLContext(1).MulticlassClassification.Trainers.DeepBeliefNetwork(options));
        foreach (var fault in faults)
            StringAssert.Contains(error.Message, fault);
    }

    [TestMethod]
    public void Every_option_is_accepted_at_its_limit()
    {
        var layer = new DeepBeliefLayer
        {
            HiddenSize = 1,
            GibbsSteps = 1,
            Persistent = true,
            Chains = 1,
            SparsityTarget = 0.5,
            SparsityWeight = 0.1,
            Training = RbmOptions.DefaultTraining
        };
        var ml = new MLContext(1);
        ml.Transforms.DeepBeliefNetwork("T", "V", new DeepBeliefOptions { Layers = [layer], VisibleUnits = VisibleUnits.Gaussian });
        ml.Regression.Trainers.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions { Layers = [layer], Dropout = 0, HiddenActivation = Activation.ReLU });
    }

    [TestMethod]
    public void Every_option_past_its_limit_is_named_with_value_and_range_in_one_error() => Refuses(
        new DeepBeliefPredictionOptions
        {
            VisibleUnits = (VisibleUnits)9,
            HiddenActivation = Activation.Tanh,
            Dropout = 1,
            Layers = [new() { HiddenSize = 0 }, new() { GibbsSteps = 0, Training = new TrainingOptions { Epochs = 0 } }],
            Training = new TrainingOptions { BatchSize = 0 },
        },
        "VisibleUnits is 9", "HiddenActivation is Tanh; it must be Sigmoid or ReLU.", "Dropout is 1; it must be in [0, 1).",
        "Layers[0].HiddenSize is 0",
        "Layers[1].GibbsSteps is 0", "Layers[1].Training.Epochs is 0", "Training.BatchSize is 0");

    [TestMethod]
    public void There_must_be_a_layer()
    {
        Refuses(new DeepBeliefPredictionOptions { Layers = [] }, "Layers is an empty list; it must be a list of at least one layer.");
        Refuses(new DeepBeliefPredictionOptions { Layers = null! }, "Layers is null");
    }

    [TestMethod]
    public void What_concerns_the_whole_fit_is_refused_in_a_phase_where_it_would_be_without_effect()
    {
        Refuses(new DeepBeliefPredictionOptions
        {
            Pretraining = RbmOptions.DefaultTraining with
            {
                Seed = 3,
                TimeLimit = TimeSpan.FromMinutes(1)
            }
        },
            "Pretraining.Seed is 3; it must be left alone here and set in Training", "Pretraining.TimeLimit");
        Refuses(new DeepBeliefPredictionOptions
        {
            Layers = [
            new() { Training = RbmOptions.DefaultTraining with { ValidationFraction = 0.5 } }]
        },
            "Layers[0].Training.ValidationFraction is 0.5");
    }
}
