using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class ForecastingCatalog : TrainCatalogBase
{
    internal ForecastingCatalog(IHostEnvironment env) : base(env, nameof(ForecastingCatalog))
    {
        Trainers = new Forecasters(this);
    }

    public Forecasters Trainers { get; }

    public sealed class Forecasters : CatalogInstantiatorBase
    {
        internal Forecasters(ForecastingCatalog catalog) : base(catalog)
        {
        }
    }
}
