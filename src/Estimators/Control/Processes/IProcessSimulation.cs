namespace DeepML;

/// <summary>A run of an <see cref="IProcessModel"/>, step by step.</summary>
public interface IProcessSimulation
{
    /// <summary>Goes one step further.</summary>
    /// <param name="controllerOutput">Held during the step, in the unit of the controller output.</param>
    /// <returns>The measured value at the end of the step, without noise.</returns>
    double Advance(double controllerOutput);
}
