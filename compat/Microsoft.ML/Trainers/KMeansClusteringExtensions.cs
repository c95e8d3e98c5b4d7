using Microsoft.ML.Trainers;

namespace Microsoft.ML;

public static class KMeansClusteringExtensions
{
    public static KMeansTrainer KMeans(this ClusteringCatalog.ClusteringTrainers catalog, string featureColumnName = "Features",
        string exampleWeightColumnName = null, int numberOfClusters = 5) =>
        catalog.KMeans(new KMeansTrainer.Options
        {
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            NumberOfClusters = numberOfClusters,
        });

    public static KMeansTrainer KMeans(this ClusteringCatalog.ClusteringTrainers catalog, KMeansTrainer.Options options) =>
        new(StandardTrainersCatalog.Check(catalog, options), options);
}
