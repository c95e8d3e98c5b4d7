namespace Microsoft.ML;

/// A transformer whose mapping while the rest of a chain is trained differs from the one used later.
internal interface ITransformerWithDifferentMappingAtTrainingTime : ITransformer
{
    IDataView TransformForTrainingPipeline(IDataView input);
}
