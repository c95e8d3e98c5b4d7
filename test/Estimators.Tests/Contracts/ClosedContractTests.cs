using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>
/// What ML.NET closes to trainers of third parties, as docs/mlnet.md lists it. A test that fails here after an update of ML.NET is
/// good news: the page and the way round can go.
/// </summary>
[TestClass]
public sealed class ClosedContractTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Pairwise_coupling_takes_models_of_ML_NETs_own_kind_only()
    {
        var trainer = Trainer.Create(_ml, "MultilayerPerceptron", "Binary");
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.MulticlassClassification.Trainers.PairwiseCoupling(trainer));
        StringAssert.Contains(error.Message, "does not appear to produce the right kind of model");
    }

    [TestMethod]
    public void Permutation_feature_importance_of_a_chain_does_not_see_the_trainer_but_its_last_transformer_is_measured()
    {
        var data = Blobs.Create(_ml);
        using var chain = _ml.Transforms.NormalizeMinMax("Features")
            .Append(Trainer.Create(_ml, "MultilayerPerceptron", "Regression")).Fit(data);
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Regression.PermutationFeatureImportance((ITransformer)chain, data, "Number"));
        var prepared = chain.First().Transform(data);
        Assert.HasCount(Blobs.Width, _ml.Regression.PermutationFeatureImportance(chain.LastTransformer, prepared, "Number"));
    }
}
