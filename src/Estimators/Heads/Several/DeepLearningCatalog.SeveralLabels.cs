using DeepML;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Several yes or no of each row at once: trainers, and an evaluation with hamming loss and F1 scores.</summary>
    /// <param name="ml">The context.</param>
    public static MultilabelCatalog MultilabelClassification(this MLContext ml)
    {
        ArgumentNullException.ThrowIfNull(ml);
        return new MultilabelCatalog(ml);
    }

    /// <summary>Several numbers of each row at once: trainers, and an evaluation.</summary>
    /// <param name="ml">The context.</param>
    public static VectorRegressionCatalog VectorRegression(this MLContext ml)
    {
        ArgumentNullException.ThrowIfNull(ml);
        return new VectorRegressionCatalog(ml);
    }
}
